package main

import (
	"fmt"
	"reflect"
	"unsafe"

	"github.com/coredns/caddy"
	_ "github.com/coredns/coredns/core/plugin"
)

type validated struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
}

// validate does what CoreDNS does with a Corefile up to the point where it would listen: it parses, runs the set-up
// of every plugin, and groups the zones by address, which finds collisions. Start-up callbacks do not run, so a port
// in use, a loop and an API server out of reach go unnoticed.
func validate(asked *corefile) (result validated) {
	defer setEnvironment(asked.Env)()
	defer func() {
		if reason := recover(); reason != nil {
			result = validated{Error: fmt.Sprintf("panic: %v", reason)}
		}
	}()
	input := caddy.CaddyfileInput{Filepath: asked.File, Contents: asked.Body, ServerTypeName: "dns"}
	instance := &caddy.Instance{Storage: make(map[interface{}]interface{})}
	*field[string](instance, "serverType") = "dns"
	if err := caddy.ValidateAndExecuteDirectives(input, instance, false); err != nil {
		return validated{Error: err.Error()}
	}
	servers, err := (*field[caddy.Context](instance, "context")).MakeServers()
	if err != nil {
		return validated{Error: err.Error()}
	}
	_ = servers
	return validated{OK: true}
}

// field reaches a field that Caddy keeps to itself: caddy.Start alone sets it, and that listens.
func field[T any](instance *caddy.Instance, name string) *T {
	found := reflect.ValueOf(instance).Elem().FieldByName(name)
	return (*T)(unsafe.Pointer(found.UnsafeAddr()))
}
