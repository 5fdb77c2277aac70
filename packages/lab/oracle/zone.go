package main

import (
	"github.com/coredns/coredns/plugin"
	schemes "github.com/coredns/coredns/plugin/pkg/parse"
	"github.com/miekg/dns"
)

type zones struct {
	OK        bool     `json:"ok"`
	Error     string   `json:"error,omitempty"`
	Transport string   `json:"transport,omitempty"`
	Port      string   `json:"port,omitempty"`
	Zones     []string `json:"zones,omitempty"`
}

// zone takes a server block's key apart as core/dnsserver/register.go does.
func zone(key string) zones {
	transport, rest := schemes.Transport(key)
	hosts, port, err := plugin.SplitHostPort(rest)
	if err != nil {
		return zones{Error: err.Error()}
	}
	names := make([]string, 0, len(hosts))
	for _, host := range hosts {
		if _, _, err := plugin.SplitHostPort(dns.Fqdn(host)); err != nil {
			return zones{Error: err.Error()}
		}
		names = append(names, plugin.Name(host).Normalize())
	}
	return zones{OK: true, Transport: transport, Port: port, Zones: names}
}
