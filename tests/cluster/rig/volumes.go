package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
	errs "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Why a claim stays unbound, in the words of the event that says so.
const provisioningFailed = "ProvisioningFailed"

// What a class names whose volumes nobody makes.
const noProvisioner = "kubernetes.io/no-provisioner"

// What makes a volume on the node of its pod, and none before there is one. Shared folders some of it makes anywhere.
var localProvisioners = []string{"rancher.io/local-path", "openebs.io/local"}

func onNode(class *storage.StorageClass) bool {
	return slices.Contains(localProvisioners, class.Provisioner) && class.Labels["kind"] != "file"
}

// provisioner stands in for the external provisioners of all classes: it makes the volume that a
// claim asks for if its class provides the access modes. Real is the rest: which claims are to be
// served and when, the node that the scheduler selected, and the binding.
func (r *client) provisioner(ctx context.Context, key string) error {
	claim := r.claimByKey(key)
	if claim == nil || claim.Status.Phase != core.ClaimPending || claim.Spec.VolumeName != "" ||
		claim.DeletionTimestamp != nil || claim.Annotations["volume.kubernetes.io/storage-provisioner"] == "" {
		return nil
	}
	class, err := r.kube.StorageV1().StorageClasses().Get(ctx, *claim.Spec.StorageClassName, meta.GetOptions{})
	if err != nil {
		return err
	}
	selected := claim.Annotations["volume.kubernetes.io/selected-node"]
	if class.Provisioner == noProvisioner || *class.VolumeBindingMode == storage.VolumeBindingWaitForFirstConsumer && selected == "" {
		return nil
	}
	if onNode(class) && selected == "" {
		r.note(claim.Namespace, claimKey(claim), provisioningFailed+": configuration error, no node was specified")
		return nil
	}
	for _, mode := range claim.Spec.AccessModes {
		if has, ok := class.Parameters["access"]; ok && !slices.Contains(strings.Split(has, ","), string(mode)) {
			text := fmt.Sprintf("the class %s does not provide the access mode %s", class.Name, mode)
			r.note(claim.Namespace, claimKey(claim), provisioningFailed+": "+text)
			return nil
		}
	}
	place, err := r.placeFor(ctx, class, claim, selected)
	if err != nil {
		return err
	}
	_, err = r.kube.CoreV1().PersistentVolumes().Create(ctx, volumeFor(class, claim, place), meta.CreateOptions{})
	if errs.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// placeFor is where the volume lies: on a node, in a zone, or anywhere.
func (r *client) placeFor(ctx context.Context, class *storage.StorageClass, claim *core.PersistentVolumeClaim, selected string) (*core.VolumeNodeAffinity, error) {
	if onNode(class) {
		return only("kubernetes.io/hostname", selected), nil
	}
	zone, err := r.zoneFor(ctx, class, claim, selected)
	if err != nil || zone == "" {
		return nil, err
	}
	return only("topology.kubernetes.io/zone", zone), nil
}

// only is the place of nodes with a label.
func only(label, value string) *core.VolumeNodeAffinity {
	return &core.VolumeNodeAffinity{Required: &core.NodeSelector{
		NodeSelectorTerms: []core.NodeSelectorTerm{{MatchExpressions: []core.NodeSelectorRequirement{{
			Key: label, Operator: core.NodeSelectorOpIn, Values: []string{value}}}}}}}
}

// zoneFor is the zone of the volume: the zone of the node that the scheduler selected; else, as
// the provisioner knows of no pod, in one that the claim's name chooses. Empty: reached from everywhere, as volumes
// of a class are that is not said to be of disks, if several nodes are to have them.
func (r *client) zoneFor(ctx context.Context, class *storage.StorageClass, claim *core.PersistentVolumeClaim, selected string) (string, error) {
	at := r.siteNamed(claim.Namespace)
	if at == nil {
		return "", nil
	}
	zones := at.zones
	shared := class.Labels["kind"] == "" && slices.Contains(claim.Spec.AccessModes, core.ReadWriteMany)
	if class.Labels["kind"] == "file" || shared || anyZone(class.Provisioner) || len(zones) == 0 {
		return "", nil
	}
	if at.mixed {
		return "", nil
	}
	if selected != "" {
		node, err := r.kube.CoreV1().Nodes().Get(ctx, selected, meta.GetOptions{})
		if err != nil {
			return "", err
		}
		return node.Labels["topology.kubernetes.io/zone"], nil
	}
	if at.oneZone {
		return zones[0], nil
	}
	if at.guessed {
		return "", nil
	}
	// Claims of a StatefulSet end in a number: the members' volumes go round the zones.
	name := claim.Name
	base := strings.TrimRight(name, "0123456789")
	n := 0
	fmt.Sscan(name[len(base):], &n)
	h := fnv.New32a()
	h.Write([]byte(base))
	return zones[(int(h.Sum32()>>1)+n)%len(zones)], nil
}

// anyZone is whether nodes of all zones reach what a driver makes: Ceph, whose driver bears the namespace of Rook before
// its name, and Longhorn.
func anyZone(driver string) bool {
	return strings.HasSuffix("."+driver, ".rbd.csi.ceph.com") || driver == "driver.longhorn.io"
}

func volumeFor(class *storage.StorageClass, claim *core.PersistentVolumeClaim, place *core.VolumeNodeAffinity) *core.PersistentVolume {
	v := &core.PersistentVolume{}
	v.Name = "pvc-" + string(claim.UID)
	v.Annotations = map[string]string{"pv.kubernetes.io/provisioned-by": class.Provisioner}
	v.Spec = core.PersistentVolumeSpec{
		Capacity:                      core.ResourceList{core.ResourceStorage: claim.Spec.Resources.Requests[core.ResourceStorage]},
		AccessModes:                   claim.Spec.AccessModes,
		PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimRetain,
		StorageClassName:              class.Name,
		VolumeMode:                    claim.Spec.VolumeMode,
		ClaimRef: &core.ObjectReference{Kind: "PersistentVolumeClaim", APIVersion: "v1",
			Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
	}
	// Only those of CSI drivers have names that are those of drivers.
	driver := strings.ReplaceAll(class.Provisioner, "/", ".")
	v.Spec.CSI = &core.CSIPersistentVolumeSource{Driver: driver, VolumeHandle: v.Name}
	v.Spec.NodeAffinity = place
	return v
}

// layDisks makes the volumes of a class that nobody makes any for: two disks in each node, those of the first node the
// smallest. A claim that does not wait for its pod's node gets the smallest one that is large enough.
func (r *rig) layDisks(ctx context.Context, class *storage.StorageClass, modes []string) error {
	nodes, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	if err != nil {
		return err
	}
	for i := range 2 * len(nodes.Items) {
		node := nodes.Items[i/2].Name
		v := &core.PersistentVolume{}
		v.Name = fmt.Sprintf("%s-%s-%d", class.Name, node, i%2)
		v.Spec = core.PersistentVolumeSpec{
			Capacity:                      core.ResourceList{core.ResourceStorage: *resource.NewQuantity(int64(i+1)<<40, resource.BinarySI)},
			PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimRetain,
			StorageClassName:              class.Name,
			NodeAffinity:                  only("kubernetes.io/hostname", node),
		}
		for _, mode := range modes {
			v.Spec.AccessModes = append(v.Spec.AccessModes, core.PersistentVolumeAccessMode(mode))
		}
		v.Spec.CSI = &core.CSIPersistentVolumeSource{Driver: "disks.rig.invalid", VolumeHandle: v.Name}
		if _, err := r.kube.CoreV1().PersistentVolumes().Create(ctx, v, meta.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// attacher stands in for the external attacher: what the attach-detach controller decided is done.
func (r *client) attacher(ctx context.Context, key string) error {
	a := r.attachment(key)
	if a == nil || a.Status.Attached {
		return nil
	}
	a = a.DeepCopy()
	a.Status.Attached = true
	_, err := r.kube.StorageV1().VolumeAttachments().UpdateStatus(ctx, a, meta.UpdateOptions{})
	if errs.IsNotFound(err) || errs.IsConflict(err) {
		return nil
	}
	return err
}

func claimKey(c *core.PersistentVolumeClaim) string { return "claim " + c.Namespace + "/" + c.Name }
