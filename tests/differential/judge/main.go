// Differential compares the formats of rcc with the Go libraries that Kubernetes uses, on generated texts.
//
//	differential [-n COUNT] [-seed SEED] DRIVER [FORMAT...]
//
// DRIVER is the program made from driver.c. For each format COUNT texts are made, about half of them valid, and both
// sides say whether they are and what they mean. Prints a line for each format, shows the first differences, and ends
// with `N passed, N failed`; the status is 1 if there is one, or if too few texts were valid or invalid.
package main

import (
	"bufio"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	shown      = 10   // differences of a format that are printed
	leastShare = 0.25 // of the texts are valid, and as many are not
)

// A text, and a second one for what takes two: the other operand of a comparison, a point in time.
type input struct{ text, other string }

// A format is known to driver.c by its name.
type format struct {
	name     string
	generate func(*rand.Rand) input
	// judge gives `-` for a text that is refused, else `+` and what it means, as driver.c does.
	judge func(input) string
	// same tells equal answers of both sides where that is not equality of texts.
	same func(in input, ours, theirs string) bool
}

// ask runs the driver on all inputs of a format.
func ask(driver, name string, inputs []input) ([]string, error) {
	var lines strings.Builder
	for _, in := range inputs {
		fmt.Fprintf(&lines, "%s %s/%s\n", name, hex.EncodeToString([]byte(in.text)), hex.EncodeToString([]byte(in.other)))
	}
	command := exec.Command(driver)
	command.Stdin = strings.NewReader(lines.String())
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", driver, err)
	}
	answers := make([]string, 0, len(inputs))
	for scanner := bufio.NewScanner(strings.NewReader(string(out))); scanner.Scan(); {
		answers = append(answers, scanner.Text())
	}
	if len(answers) != len(inputs) {
		return nil, fmt.Errorf("%s: %d answers to %d texts", driver, len(answers), len(inputs))
	}
	return answers, nil
}

// compare counts the valid texts and the differences.
func compare(f format, inputs []input, ours []string) (valid, differences int) {
	for i, in := range inputs {
		theirs := f.judge(in)
		if strings.HasPrefix(theirs, "+") {
			valid++
		}
		if ours[i] == theirs || f.same != nil && f.same(in, ours[i], theirs) {
			continue
		}
		if differences++; differences <= shown {
			fmt.Printf("  %q %q: rcc says %q, Kubernetes %q\n", in.text, in.other, ours[i], theirs)
		}
	}
	return valid, differences
}

// run says whether a format passed.
func run(driver string, f format, count int, seed int64) bool {
	random := rand.New(rand.NewSource(seed))
	inputs := make([]input, count)
	for i := range inputs {
		inputs[i] = f.generate(random)
	}
	ours, err := ask(driver, f.name, inputs)
	if err != nil {
		fmt.Println(err)
		return false
	}
	start := time.Now()
	valid, differences := compare(f, inputs, ours)
	share := float64(valid) / float64(count)
	balanced := leastShare <= share && share <= 1-leastShare
	fmt.Printf("%-24s %7d texts, %6d valid, %d differences (%.1f s)\n", f.name, count, valid, differences, time.Since(start).Seconds())
	if !balanced {
		fmt.Printf("  the texts of %s prove little: %.0f%% are valid\n", f.name, 100*share)
	}
	return differences == 0 && balanced
}

func main() {
	count := flag.Int("n", 100000, "texts of each format")
	seed := flag.Int64("seed", 1, "seed of the generator")
	flag.Parse()
	if flag.NArg() < 1 || *count < 1 {
		flag.Usage()
		os.Exit(2)
	}
	chosen := map[string]bool{}
	for _, name := range flag.Args()[1:] {
		chosen[name] = true
	}
	passed, failed := 0, 0
	for _, f := range formats {
		if len(chosen) > 0 && !chosen[f.name] {
			continue
		}
		if run(flag.Arg(0), f, *count, *seed) {
			passed++
		} else {
			failed++
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}
