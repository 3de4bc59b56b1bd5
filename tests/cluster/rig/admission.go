package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"strings"
	"time"

	admission "k8s.io/api/admission/v1"
	registration "k8s.io/api/admissionregistration/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// admit gives claims the storage classes of their sites: the apiserver asks about each claim of a site. A claim that
// names a class gets the site's class of that name, one that names none when it is made
// the site's default, if it has one.
func (r *client) admit(ctx context.Context) error {
	certificate, authority, err := selfSigned()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(r.review), ReadHeaderTimeout: time.Minute,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}}
	context.AfterFunc(ctx, func() { server.Close() })
	go server.ServeTLS(listener, "", "")

	url, none, fail := fmt.Sprintf("https://%s/", listener.Addr()), registration.SideEffectClassNone, registration.Fail
	hook := &registration.MutatingWebhookConfiguration{Webhooks: []registration.MutatingWebhook{{
		Name:                    "classes.rig.invalid",
		ClientConfig:            registration.WebhookClientConfig{URL: &url, CABundle: authority},
		SideEffects:             &none,
		FailurePolicy:           &fail,
		AdmissionReviewVersions: []string{"v1"},
		NamespaceSelector: &meta.LabelSelector{
			MatchExpressions: []meta.LabelSelectorRequirement{{Key: siteLabel, Operator: meta.LabelSelectorOpExists}}},
		Rules: []registration.RuleWithOperations{{
			Operations: []registration.OperationType{registration.Create, registration.Update},
			Rule:       registration.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"persistentvolumeclaims"}}}},
	}}}
	hook.Name = "rig.invalid"
	_, err = r.kube.AdmissionregistrationV1().MutatingWebhookConfigurations().Create(ctx, hook, meta.CreateOptions{})
	return err
}

// selfSigned makes a certificate for loopback, and the authority that vouches for it: itself.
func selfSigned() (tls.Certificate, []byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 0, 30)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key},
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), err
}

func (r *client) review(w http.ResponseWriter, request *http.Request) {
	var asked admission.AdmissionReview
	var claim core.PersistentVolumeClaim
	err := json.NewDecoder(request.Body).Decode(&asked)
	if err == nil {
		err = json.Unmarshal(asked.Request.Object.Raw, &claim)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := &admission.AdmissionResponse{UID: asked.Request.UID, Allowed: true}
	if class := r.classFor(asked.Request, &claim); class != "" {
		how := admission.PatchTypeJSONPatch
		answer.PatchType = &how
		answer.Patch = fmt.Appendf(nil, `[{"op":"add","path":"/spec/storageClassName","value":%q}]`, class)
	}
	asked.Request, asked.Response = nil, answer
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(asked)
}

// classFor is the class that a claim is to get; empty if it keeps the one that it has, or none.
func (r *client) classFor(asked *admission.AdmissionRequest, claim *core.PersistentVolumeClaim) string {
	at, name := r.siteNamed(asked.Namespace), claim.Spec.StorageClassName
	switch {
	case at == nil:
		return ""
	case name != nil && (*name == "" || strings.HasSuffix(*name, "."+at.name)):
		return "" // of no class, or one of the site already
	case name != nil:
		return at.className(*name)
	case asked.Operation == admission.Create && at.defaultClass.Load() != nil:
		return *at.defaultClass.Load()
	}
	return ""
}
