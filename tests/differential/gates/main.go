// Gates compares the table of feature gates in the library with the sources of Kubernetes.
//
//	gates [TABLE]
//
// For each minor release from 1.28 on it asks the module proxy for the last patch that is pinned below, and reads which
// gates are on by default there (pkg/features/*.go), and which ones the apiserver looks at where it drops or refuses
// fields. The table (stdlib/k8s/checks/gates.rcs) must say of each of its gates the first release in which it is on, and
// have every gate that decides about a field that rcc knows: the others stand below with the reason why not. Ends with
// `N passed, N failed`; the status is 1 if there is one.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const first, last = 28, 36

// The patches that are read; a gate is not opened or shut by one, as a rule, but MaxUnavailableStatefulSet was.
var patches = map[int]string{
	28: "1.28.15", 29: "1.29.15", 30: "1.30.14", 31: "1.31.14", 32: "1.32.4", 33: "1.33.4", 34: "1.34.4", 35: "1.35.4", 36: "1.36.3",
}

// Where the apiserver drops and refuses fields.
var decisive = []string{
	"pkg/api/*/*.go", "pkg/apis/*/validation/*.go", "pkg/registry/*/*/strategy.go", "pkg/registry/core/service/storage/*.go",
}

// Gates that are off in some release and decide about something, but not about what a file says.
var others = map[string]string{
	"AllowServiceLBStatusOnNonLB":              "status",
	"ClearingNominatedNodeNameAfterBinding":    "status",
	"ComponentFlagz":                           "no object",
	"CoordinatedLeaderElection":                "leases of the control plane",
	"DeploymentReplicaSetTerminatingReplicas":  "status",
	"InPlacePodVerticalScalingAllocatedStatus": "status",
	"JobSuccessPolicyStatus":                   "status",
	"LoadBalancerIPMode":                       "status",
	"NominatedNodeNameForExpectation":          "status",
	"PersistentVolumeClaimUnusedSinceTime":     "status",
	"PersistentVolumeLastPhaseTransitionTime":  "status",
	"PodHostIPs":                         "status",
	"PodObservedGenerationTracking":      "status",
	"PodReadyToStartContainersCondition": "status",
	"RecoverVolumeExpansionFailure":      "a change, and status",
	"ResourceHealthStatus":               "status",

	"InPlacePodLevelResourcesVerticalScaling":     "a change",
	"InPlacePodVerticalScalingExclusiveCPUs":      "a change",
	"MutablePVNodeAffinity":                       "a change",
	"MutablePodResourcesForSuspendedJobs":         "a change",
	"MutableSchedulingDirectivesForSuspendedJobs": "a change",

	"DeclarativeValidationTakeover":    "the same rules, said in another way",
	"GitRepoVolumeDriver":              "RCS4049 warns of such volumes in any release",
	"HPAScaleToZero":                   "RCS4700 refuses it in any release",
	"ImageVolumeWithDigest":            "status",
	"NodeDeclaredFeatures":             "nodes",
	"PodLogsQuerySplitStreams":         "a question",
	"SkipReadOnlyValidationGCE":        "volumes of a driver that is gone",
	"UserNamespacesHostNetworkSupport": "RCS4109 refuses it in any release",

	"DRAControlPlaneController":           "kinds of resource.k8s.io",
	"ManifestBasedAdmissionControlConfig": "files of the apiserver",
	"MultiCIDRServiceAllocator":           "kinds that 1.33 serves first",
	"StrictCostEnforcementForVAP":         "how long an expression may take",
	"StrictCostEnforcementForWebhooks":    "how long an expression may take",
	"ZeroLimitedNominalConcurrencyShares": "a kind that rcc does not know",
	"ClusterTrustBundle":                  "a kind that rcc does not know",
	"DRAAdminAccess":                      "kinds of resource.k8s.io",
	"DRAConsumableCapacity":               "kinds of resource.k8s.io",
	"DRADeviceBindingConditions":          "kinds of resource.k8s.io",
	"DRADeviceTaintRules":                 "kinds of resource.k8s.io",
	"DRADeviceTaints":                     "kinds of resource.k8s.io",
	"DRAExtendedResource":                 "kinds of resource.k8s.io, and status",
	"DRAListTypeAttributes":               "kinds of resource.k8s.io",
	"DRANodeAllocatableResources":         "kinds of resource.k8s.io, and status",
	"DRAPartitionableDevices":             "kinds of resource.k8s.io",
	"DRAPrioritizedList":                  "kinds of resource.k8s.io",
	"DRAResourceClaimDeviceStatus":        "status",
	"DRAWorkloadResourceClaims":           "kinds of resource.k8s.io",
	"GangScheduling":                      "kinds of scheduling.k8s.io/v1alpha",
	"TopologyAwareWorkloadScheduling":     "kinds of scheduling.k8s.io/v1alpha",
	"WorkloadAwarePreemption":             "kinds of scheduling.k8s.io/v1alpha",
	"WorkloadWithJob":                     "kinds of scheduling.k8s.io/v1alpha",
}

type table map[string]map[int]bool // gate, minor: whether it is on

func module(minor int) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", "k8s.io/kubernetes@v"+patches[minor]).Output()
	if err != nil {
		return "", fmt.Errorf("k8s.io/kubernetes@v%s: %w\n%s", patches[minor], err, out)
	}
	var info struct{ Dir string }
	err = json.Unmarshal(out, &info)
	return info.Dir, err
}

var (
	single    = regexp.MustCompile(`(?m)^\t(?:\w+\.)?(\w+):\s*\{Default:\s*(true|false)`)
	versioned = regexp.MustCompile(`(?m)^\t(?:\w+\.)?(\w+): \{\n((?:\t\t\{Version.*\n)+)`)
	spec      = regexp.MustCompile(`MustParse\("1\.(\d+)"\),\s*Default:\s*(true|false)`)
	asked     = regexp.MustCompile(`Enabled\((?:\w+\.)?(\w+)\)`)
)

// readGates adds what one release says: a line for each gate, or since 1.32 a list of what it was in which release.
func (t table) readGates(dir string, minor int) error {
	files, err := filepath.Glob(filepath.Join(dir, "pkg", "features", "*.go"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("%s: no gates: %w", dir, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, m := range single.FindAllStringSubmatch(string(source), -1) {
			t.set(m[1], minor, m[2] == "true")
		}
		for _, m := range versioned.FindAllStringSubmatch(string(source), -1) {
			for _, s := range spec.FindAllStringSubmatch(m[2], -1) {
				if from, _ := strconv.Atoi(s[1]); from <= minor {
					t.set(m[1], minor, s[2] == "true")
				}
			}
		}
	}
	return nil
}

func (t table) set(gate string, minor int, on bool) {
	if t[gate] == nil {
		t[gate] = map[int]bool{}
	}
	t[gate][minor] = on
}

// asks gives the gates that the apiserver of a release looks at where it decides about fields.
func asks(dir string) ([]string, error) {
	var gates []string
	for _, pattern := range decisive {
		files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
				gates = append(gates, m[1])
			}
		}
	}
	if len(gates) == 0 {
		return nil, fmt.Errorf("%s: the apiserver asks for no gate", dir)
	}
	return gates, nil
}

var row = regexp.MustCompile(`(?m)^  "(\w+)"\s*= (?:"1\.(\d+)"|(later))$`)

// readLibrary gives the minor in which the library thinks that each gate is on first; last+1 stands for later.
func readLibrary(path string) (map[string]int, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ours := map[string]int{}
	for _, m := range row.FindAllStringSubmatch(string(source), -1) {
		ours[m[1]] = last + 1
		if m[3] == "" {
			ours[m[1]], _ = strconv.Atoi(m[2])
		}
	}
	if len(ours) == 0 {
		return nil, fmt.Errorf("%s: no gates", path)
	}
	return ours, nil
}

// opens gives the first minor in which the gate is on and stays so; a gate that is gone has become a matter of course.
func (t table) opens(gate string) int {
	opens := last + 1
	for minor := last; minor >= first; minor-- {
		on, known := t[gate][minor]
		if known && !on {
			break
		}
		if known {
			opens = minor
		}
	}
	return opens
}

func (t table) isEverOff(gate string) bool {
	for _, on := range t[gate] {
		if !on {
			return true
		}
	}
	return false
}

func run(path string) (problems []string, judged int, err error) {
	ours, err := readLibrary(path)
	if err != nil {
		return nil, 0, err
	}
	all, decides := table{}, map[string]bool{}
	for minor := first; minor <= last; minor++ {
		dir, err := module(minor)
		if err != nil {
			return nil, 0, err
		}
		if err := all.readGates(dir, minor); err != nil {
			return nil, 0, err
		}
		gates, err := asks(dir)
		if err != nil {
			return nil, 0, err
		}
		for _, gate := range gates {
			decides[gate] = true
		}
	}
	for gate, minor := range ours {
		judged++
		if all[gate] == nil {
			problems = append(problems, fmt.Sprintf("%s: there is no such gate", gate))
		} else if theirs := all.opens(gate); theirs != minor {
			problems = append(problems, fmt.Sprintf("%s: on from 1.%d, the library says 1.%d", gate, theirs, minor))
		}
	}
	for gate := range decides {
		_, known := ours[gate]
		if !all.isEverOff(gate) || known {
			continue
		}
		judged++
		if others[gate] == "" {
			problems = append(problems, fmt.Sprintf("%s: off before 1.%d, and the library does not know it", gate, all.opens(gate)))
		}
	}
	slices.Sort(problems)
	return problems, judged, nil
}

func main() {
	path := "../../../stdlib/k8s/checks/gates.rcs"
	if len(os.Args) > 1 {
		path = os.Args[1]
	}
	problems, judged, err := run(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	fmt.Printf("gates: %d passed, %d failed\n", judged-len(problems), len(problems))
	if len(problems) > 0 {
		os.Exit(1)
	}
}
