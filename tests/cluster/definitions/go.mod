// Definitions of custom resources that are published as Go modules, as they are: run.sh takes the files out of them.
module rcc.test/definitions

go 1.26.0

toolchain go1.26.8

require (
	github.com/kubernetes-csi/external-snapshotter/client/v8 v8.4.0
	sigs.k8s.io/gateway-api v1.6.3
)
