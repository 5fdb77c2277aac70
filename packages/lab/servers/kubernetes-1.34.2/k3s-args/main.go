// Command k3s-args reads K3s' configuration files as K3s itself would, with the YAML library that K3s
// uses, and prints the flags they stand for as one line of JSON: {"files": […], "flags": […]}.
//
//	k3s-args CONFIG-FILE
//
// The rules are those of pkg/configfilearg of K3s: CONFIG-FILE first, then CONFIG-FILE.d/*.yaml and *.yml
// in the order of their names; a key replaces what came before, a key with a plus sign behind it appends.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v2"
)

type result struct {
	Files []string `json:"files"`
	Flags []string `json:"flags"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: k3s-args CONFIG-FILE")
		os.Exit(2)
	}
	files, err := configFiles(os.Args[1])
	if err == nil {
		var flags []string
		if flags, err = flagsOf(files); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(result{files, flags})
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// configFiles lists the main file, which may be missing, and its drop-ins.
func configFiles(first string) ([]string, error) {
	files := []string{}
	if _, err := os.Stat(first); err == nil {
		files = append(files, first)
	} else if !os.IsNotExist(err) {
		return nil, err
	}
	folder := first + ".d"
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, entry := range entries {
		name := strings.ToLower(entry.Name())
		if !entry.IsDir() && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	return files, nil
}

// flagsOf keeps the keys in the order in which they first appear.
func flagsOf(files []string) ([]string, error) {
	order := []string{}
	values := map[string]any{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var document yaml.MapSlice
		if err := yaml.Unmarshal(text, &document); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, item := range document {
			key, appends := strings.CutSuffix(scalar(item.Key), "+")
			earlier, seen := values[key]
			if !seen {
				order = append(order, key)
			}
			if seen && appends {
				values[key] = append(appendable(earlier), appendable(item.Value)...)
			} else {
				values[key] = item.Value
			}
		}
	}
	flags := []string{}
	for _, key := range order {
		dashes := "--"
		if len(key) == 1 {
			dashes = "-"
		}
		list, isList := values[key].([]any)
		if !isList {
			list = []any{values[key]}
		}
		for _, value := range list {
			flags = append(flags, dashes+key+"="+scalar(value))
		}
	}
	return flags, nil
}

// appendable is a value as the list that another one is put behind. A key without a
// value adds nothing; an empty string does.
func appendable(value any) []any {
	switch each := value.(type) {
	case []any:
		return each
	case string:
		return []any{each}
	}
	if text := scalar(value); text != "" {
		return []any{text}
	}
	return nil
}

// scalar is one value behind a flag, without spaces around it; of a list, the first.
func scalar(value any) string {
	if list, ok := value.([]any); ok {
		if len(list) == 0 {
			return ""
		}
		value = list[0]
	}
	if value == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(value))
}
