// An OCI registry in memory that answers the Referrers API, for tests on loopback.
//
//	registry-referrers HOST:PORT
//
// Port 0 takes a free one; the address in use is the first line of standard output.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: registry-referrers HOST:PORT")
	}
	socket, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(socket.Addr())
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	log.Fatal(http.Serve(socket, registry.New(registry.WithReferrersSupport(true), quiet)))
}
