// Command control-server is what a tailnet needs of the outside world, on one
// address: a control server, a DERP server and a STUN server. For tests in
// network namespaces only: no authentication, a self-signed certificate, all
// state in memory. It prints one line of JSON once it answers, and ends with
// its standard input or at SIGTERM.
//
// The address has to be loopback or RFC 1918: for any other host tailscaled
// redials a control server of plain HTTP by TLS on port 443.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"syscall"

	"tailscale.com/derp/derpserver"
	"tailscale.com/net/stunserver"
	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
	"tailscale.com/types/logger"
)

const (
	controlPort = 8080
	derpPort    = 8443
	stunPort    = 3478
	derpRegion  = 900
)

func main() {
	address := flag.String("address", "", "IPv4 address to listen on and to advertise")
	flag.Parse()
	if net.ParseIP(*address).To4() == nil {
		log.Fatalf("-address takes an IPv4 address, not %q", *address)
	}
	until, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(until, *address); err != nil {
		log.Fatal(err)
	}
}

func serve(until context.Context, address string) error {
	at := func(port int) string { return net.JoinHostPort(address, fmt.Sprint(port)) }

	stun := stunserver.New(until)
	if err := stun.Listen(at(stunPort)); err != nil {
		return err
	}
	go stun.Serve()

	relay, err := openDERP(at(derpPort))
	if err != nil {
		return err
	}
	defer relay.CloseClientConnections()

	listener, err := net.Listen("tcp", at(controlPort))
	if err != nil {
		return err
	}
	base := "http://" + at(controlPort)
	control := &http.Server{Handler: controlOf(base, address)}
	ended := make(chan error, 1)
	go func() { ended <- control.Serve(listener) }()

	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"control": base}); err != nil {
		return err
	}
	select {
	case <-until.Done():
		return control.Close()
	case err := <-ended:
		return err
	}
}

// openDERP starts a DERP server with the certificate of httptest; clients do
// not check it, because the DERP map says InsecureForTests.
func openDERP(address string) (*httptest.Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	derp := derpserver.New(key.NewNode(), logger.Discard)
	server := httptest.NewUnstartedServer(derpserver.Handler(derp))
	server.Listener.Close()
	server.Listener = listener
	server.Config.ErrorLog = logger.StdLogger(logger.Discard)
	// DERP takes the connection over, which HTTP/2 does not allow.
	server.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	server.StartTLS()
	return server, nil
}

func controlOf(base, address string) http.Handler {
	node := &tailcfg.DERPNode{
		Name:             "lab",
		RegionID:         derpRegion,
		HostName:         address,
		IPv4:             address,
		IPv6:             "none",
		STUNPort:         stunPort,
		DERPPort:         derpPort,
		InsecureForTests: true,
	}
	return &testcontrol.Server{
		Logf:             logger.Discard,
		ExplicitBaseURL:  base,
		AllNodesSameUser: true,
		AllOnline:        true,
		DERPMap: &tailcfg.DERPMap{
			OmitDefaultRegions: true,
			Regions: map[int]*tailcfg.DERPRegion{
				derpRegion: {RegionID: derpRegion, RegionCode: "lab", RegionName: "lab", Nodes: []*tailcfg.DERPNode{node}},
			},
		},
	}
}
