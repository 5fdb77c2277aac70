package main

import (
	"bytes"
	"os"
	"time"

	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/coredns/core/dnsserver"
)

type token struct {
	Text string `json:"text"`
	Line int    `json:"line"`
	// Empty for the Corefile itself.
	File string `json:"file,omitempty"`
}

type block struct {
	Keys       []string           `json:"keys"`
	Directives map[string][]token `json:"directives"`
}

type parsed struct {
	OK     bool    `json:"ok"`
	Error  string  `json:"error,omitempty"`
	Blocks []block `json:"blocks,omitempty"`
}

func parse(asked *corefile) parsed {
	defer setEnvironment(asked.Env)()
	names := dnsserver.Directives
	if asked.AnyDirective {
		names = nil
	}
	found, err := caddyfile.Parse(asked.File, bytes.NewReader(asked.Body), names)
	if err != nil {
		return parsed{Error: err.Error()}
	}
	blocks := make([]block, 0, len(found))
	for _, each := range found {
		directives := make(map[string][]token, len(each.Tokens))
		for name, tokens := range each.Tokens {
			list := make([]token, 0, len(tokens))
			for _, one := range tokens {
				list = append(list, token{Text: one.Text, Line: one.Line, File: one.File})
			}
			directives[name] = list
		}
		blocks = append(blocks, block{Keys: each.Keys, Directives: directives})
	}
	return parsed{OK: true, Blocks: blocks}
}

// setEnvironment sets variables and returns what takes them back.
func setEnvironment(variables map[string]string) func() {
	for name, value := range variables {
		_ = os.Setenv(name, value)
	}
	return func() {
		for name := range variables {
			_ = os.Unsetenv(name)
		}
	}
}

type timed struct {
	// Of one parse, the fastest of several rounds.
	Nanoseconds float64 `json:"nanoseconds"`
}

// bench times the parser alone: no pipe, no JSON.
func bench(asked *corefile) timed {
	const rounds = 10
	best := 0.0
	for round := 0; round < rounds; round++ {
		began := time.Now()
		for count := 0; count < asked.Times; count++ {
			if _, err := caddyfile.Parse(asked.File, bytes.NewReader(asked.Body), dnsserver.Directives); err != nil {
				return timed{}
			}
		}
		each := float64(time.Since(began).Nanoseconds()) / float64(asked.Times)
		if best == 0 || each < best {
			best = each
		}
	}
	return timed{Nanoseconds: best}
}

type named struct {
	Directives []string `json:"directives"`
}

func directives() named { return named{Directives: dnsserver.Directives} }
