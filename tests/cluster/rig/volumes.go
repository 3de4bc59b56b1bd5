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
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Why a claim stays unbound, in the words of the event that says so.
const provisioningFailed = "ProvisioningFailed"

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
	if *class.VolumeBindingMode == storage.VolumeBindingWaitForFirstConsumer && selected == "" {
		return nil
	}
	for _, mode := range claim.Spec.AccessModes {
		if has, ok := class.Parameters["access"]; ok && !slices.Contains(strings.Split(has, ","), string(mode)) {
			text := fmt.Sprintf("the class %s does not provide the access mode %s", class.Name, mode)
			r.note(claim.Namespace, claimKey(claim), provisioningFailed+": "+text)
			return nil
		}
	}
	zone, err := r.zoneFor(ctx, class, claim, selected)
	if err != nil {
		return err
	}
	_, err = r.kube.CoreV1().PersistentVolumes().Create(ctx, volumeFor(class, claim, zone), meta.CreateOptions{})
	if errs.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// zoneFor is where the volume lies: in the zone of the node that the scheduler selected; else, as
// the provisioner knows of no pod, in one that the claim's name chooses. Empty: reached from everywhere, as volumes
// of a class are that is not said to be of disks, if several nodes are to have them.
func (r *client) zoneFor(ctx context.Context, class *storage.StorageClass, claim *core.PersistentVolumeClaim, selected string) (string, error) {
	at := r.siteNamed(claim.Namespace)
	if at == nil {
		return "", nil
	}
	zones := at.zones
	shared := class.Labels["kind"] == "" && slices.Contains(claim.Spec.AccessModes, core.ReadWriteMany)
	if class.Labels["kind"] == "file" || shared || len(zones) == 0 {
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
	// Claims of a StatefulSet end in a number: the members' volumes go round the zones.
	name := claim.Name
	base := strings.TrimRight(name, "0123456789")
	n := 0
	fmt.Sscan(name[len(base):], &n)
	h := fnv.New32a()
	h.Write([]byte(base))
	return zones[(int(h.Sum32()>>1)+n)%len(zones)], nil
}

func volumeFor(class *storage.StorageClass, claim *core.PersistentVolumeClaim, zone string) *core.PersistentVolume {
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
	v.Spec.CSI = &core.CSIPersistentVolumeSource{Driver: class.Provisioner, VolumeHandle: v.Name}
	if zone != "" {
		v.Spec.NodeAffinity = &core.VolumeNodeAffinity{Required: &core.NodeSelector{
			NodeSelectorTerms: []core.NodeSelectorTerm{{MatchExpressions: []core.NodeSelectorRequirement{{
				Key: "topology.kubernetes.io/zone", Operator: core.NodeSelectorOpIn, Values: []string{zone}}}}}}}
	}
	return v
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
