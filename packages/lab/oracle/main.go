// The judge of Corefiles: the real parser and the real plugins of CoreDNS behind a pipe. One JSON object per
// line in, one JSON object per line out, in the same order.
//
//	{"parse": {"file": "/etc/coredns/Corefile", "body": "BASE64", "env": {"X": "1"}, "anyDirective": true}}
//	{"validate": {"file": "/etc/coredns/Corefile", "body": "BASE64"}}
//	{"zone": "10.0.0.0/15"}
//	{"bench": {"body": "BASE64", "times": 1000}}
//	{"directives": true}
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"os"
)

type corefile struct {
	File         string            `json:"file"`
	Body         []byte            `json:"body"`
	Env          map[string]string `json:"env"`
	AnyDirective bool              `json:"anyDirective"`
	Times        int               `json:"times"`
}

type request struct {
	Parse      *corefile `json:"parse"`
	Validate   *corefile `json:"validate"`
	Bench      *corefile `json:"bench"`
	Zone       *string   `json:"zone"`
	Directives bool      `json:"directives"`
}

func main() {
	// What CoreDNS logs on the way is no answer.
	log.SetOutput(io.Discard)
	in := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	buffer := bufio.NewWriterSize(os.Stdout, 1<<16)
	out := json.NewEncoder(buffer)
	out.SetEscapeHTML(false)
	for {
		var asked request
		if err := in.Decode(&asked); err == io.EOF {
			return
		} else if err != nil {
			log.SetOutput(os.Stderr)
			log.Fatal(err)
		}
		if err := out.Encode(answer(asked)); err != nil {
			return
		}
		if err := buffer.Flush(); err != nil {
			return
		}
	}
}

func answer(asked request) any {
	switch {
	case asked.Parse != nil:
		return parse(asked.Parse)
	case asked.Validate != nil:
		return validate(asked.Validate)
	case asked.Bench != nil:
		return bench(asked.Bench)
	case asked.Zone != nil:
		return zone(*asked.Zone)
	default:
		return directives()
	}
}
