package dev.layerseal.oci.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets that can be closed while another thread is stuck in writing: the JDK's own wait for
 * that thread without end, unless they linger for a time.
 */
final class TlsSockets extends SSLSocketFactory {

  private static final int LINGER_SECONDS = 1;

  private final SSLSocketFactory factory;

  TlsSockets(SSLSocketFactory factory) {
    this.factory = factory;
  }

  private static Socket lingering(Socket socket) throws IOException {
    socket.setSoLinger(true, LINGER_SECONDS);
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return lingering(factory.createSocket());
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    return lingering(factory.createSocket(below, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return lingering(factory.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return lingering(factory.createSocket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return lingering(factory.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return lingering(factory.createSocket(host, port, from, fromPort));
  }
}
