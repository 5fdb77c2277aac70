// Resolves its argument with Go's own resolver and prints the addresses as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
)

func main() {
	resolver := &net.Resolver{PreferGo: true}
	addresses := []string{}
	found, _ := resolver.LookupIPAddr(context.Background(), os.Args[1])
	for _, each := range found {
		addresses = append(addresses, each.IP.String())
	}
	text, _ := json.Marshal(addresses)
	fmt.Print(string(text))
}
