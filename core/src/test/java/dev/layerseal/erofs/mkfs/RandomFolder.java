package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Folders of every kind of file: hard links, xattrs that repeat, sizes around the block sizes, odd
 * names. Owners, devices and some xattrs are there only when the test runs as root.
 */
final class RandomFolder {

  private static final int[] SIZES = {
    0, 1, 60, 511, 512, 513, 1024, 2000, 4000, 4095, 4096, 4097, 8192, 12289, 70_000
  };
  private static final String[] NAMESPACES = {"user.", "trusted.", "security."};

  private final SplittableRandom random;
  private final Path root;
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final StringBuilder script = new StringBuilder();

  private RandomFolder(long seed, Path root) {
    this.random = new SplittableRandom(seed);
    this.root = root;
  }

  /** Fills {@code root}, an empty folder. */
  static void make(long seed, Path root) throws IOException {
    new RandomFolder(seed, root).make();
  }

  private void make() throws IOException {
    directories.add(root);
    int entries = 3 + random.nextInt(120);
    for (int i = 0; i < entries; i++) {
      add();
    }
    addXattrs();
    for (Path file : files) {
      command(
          "touch -h -d @%d.%09d %s"
              .formatted(
                  1_600_000_000L + random.nextInt(5),
                  random.nextInt(2) * 250_000_000,
                  quoted(file)));
    }
    run();
  }

  private void add() throws IOException {
    Path path = directories.get(random.nextInt(directories.size())).resolve(name());
    if (Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    switch (random.nextInt(12)) {
      case 0, 1 -> directories.add(Files.createDirectory(path));
      case 2 -> Files.createSymbolicLink(path, Path.of("t".repeat(1 + random.nextInt(900))));
      case 3 -> command("mkfifo %s".formatted(quoted(path)));
      case 4 ->
          command(
              "mknod %s c %d %d".formatted(quoted(path), random.nextInt(300), random.nextInt(999)));
      case 5 ->
          command(
              "mknod %s b %d %d".formatted(quoted(path), random.nextInt(300), random.nextInt(999)));
      case 6 -> {
        if (!files.isEmpty()) {
          Files.createLink(path, files.get(random.nextInt(files.size())));
        }
      }
      default -> files.add(Files.write(path, content()));
    }
    if (random.nextInt(5) == 0) {
      command("chown -h %d:%d %s".formatted(owner(), owner(), quoted(path)));
    }
    if (random.nextInt(4) == 0) {
      command(
          "[ -L %1$s ] || chmod %2$o %1$s".formatted(quoted(path), 0400 | random.nextInt(07777)));
    }
  }

  private int owner() {
    return random.nextInt(3) == 0 ? 65_530 + random.nextInt(12) : random.nextInt(1000);
  }

  private String name() {
    if (random.nextInt(10) == 0) {
      return "lost+found" + random.nextInt(3);
    }
    String text = "!-.0aZ~\u00e4";
    StringBuilder name = new StringBuilder("n");
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 100 : 9); i > 0; i--) {
      name.insert(0, text.charAt(random.nextInt(text.length())));
    }
    return name.toString();
  }

  private byte[] content() {
    byte[] content = new byte[SIZES[random.nextInt(SIZES.length)]];
    for (int i = 0; i < content.length; i += 1 + random.nextInt(600)) {
      content[i] = (byte) random.nextInt();
    }
    return content;
  }

  /** Few names and values, so that some are shared; sometimes more than fit into one block. */
  private void addXattrs() {
    int kinds = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(6);
    int length = random.nextInt(4) == 0 ? 900 : 20;
    List<Path> all = new ArrayList<>(files);
    all.addAll(directories);
    for (Path path : kinds == 0 ? List.<Path>of() : all) {
      for (int i = random.nextInt(4); i > 0; i--) {
        int kind = random.nextInt(kinds);
        String value = random.nextInt(6) == 0 ? "own" + random.nextInt(99) : "v".repeat(length);
        String name = NAMESPACES[kind % NAMESPACES.length] + "k" + kind * 7 % 5;
        command("setfattr -h -n %s -v %s%d %s".formatted(name, value, kind, quoted(path)));
      }
    }
  }

  private void command(String line) {
    script.append(line).append('\n');
  }

  private static String quoted(Path path) {
    return "'" + path + "'";
  }

  private void run() throws IOException {
    Process shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
    try (OutputStream in = shell.getOutputStream()) {
      in.write(script.toString().getBytes(StandardCharsets.UTF_8));
    }
    shell.getInputStream().transferTo(OutputStream.nullOutputStream());
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
