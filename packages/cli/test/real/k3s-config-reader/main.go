// Reads configuration files of K3s with the YAML parser and the text conversion that K3s itself uses, and prints the
// flags that they become. One JSON list of texts per input line, in the order of the files; one JSON object per output
// line: {"args": [...]} or {"error": "..."}. The rules of merging are those that pkg/configfilearg/parser.go documents.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"

	"github.com/rancher/wrangler/v3/pkg/data/convert"
	"gopkg.in/yaml.v2"
)

type answer struct {
	Args  []string `json:"args"`
	Error string   `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var texts [][]byte
		if err := json.Unmarshal(line, &texts); err != nil {
			panic(err)
		}
		encoder.Encode(read(texts))
	}
}

func read(texts [][]byte) answer {
	var order []string
	values := map[string]any{}
	for _, text := range texts {
		var pairs yaml.MapSlice
		if err := yaml.Unmarshal(text, &pairs); err != nil {
			return answer{Error: err.Error()}
		}
		for _, pair := range pairs {
			name, appends := strings.CutSuffix(convert.ToString(pair.Key), "+")
			before, known := values[name]
			if !known {
				order = append(order, name)
			}
			if known && appends {
				values[name] = append(list(before), list(pair.Value)...)
			} else {
				values[name] = pair.Value
			}
		}
	}
	args := []string{}
	for _, name := range order {
		dashes := "--"
		if len(name) == 1 {
			dashes = "-"
		}
		each, isList := values[name].([]any)
		if !isList {
			each = []any{values[name]}
		}
		for _, value := range each {
			args = append(args, dashes+name+"="+convert.ToString(value))
		}
	}
	return answer{Args: args}
}

// What an appended value adds: nothing for null, else itself.
func list(value any) []any {
	switch known := value.(type) {
	case []any:
		return known
	case string:
		return []any{known}
	}
	if text := strings.TrimSpace(convert.ToString(value)); text != "" {
		return []any{text}
	}
	return nil
}
