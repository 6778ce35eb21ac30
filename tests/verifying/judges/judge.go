// A judge of records that is not ours: golang.org/x/mod/sumdb, which checks Go's module checksums.
//
// It reads cases as JSON and prints "right", or what is wrong, a line for each.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type judged struct {
	Key, Checkpoint, Leaf string
	Index                 int64
	Path                  []string
}

func judge(given judged) error {
	verifier, err := note.NewVerifier(given.Key)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(given.Checkpoint), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		return errors.New("not three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, each := range given.Path {
		hash, err := tlog.ParseHash(each)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	leaf, err := base64.StdEncoding.DecodeString(given.Leaf)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, size, root, given.Index, tlog.RecordHash(leaf))
}

func main() {
	var cases []judged
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	for _, given := range cases {
		if err := judge(given); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("right")
		}
	}
}
