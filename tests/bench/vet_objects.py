"""Deployments as teams write them, some sixty lines each, all different: vet_objects.py N FOLDER

Writes FOLDER/all.yaml, a stream of them all, and FOLDER/files/ with a file for each.
"""
import os
import sys

TEMPLATE = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-{i}
  namespace: team-{team}
  labels:
    app.kubernetes.io/name: service-{i}
    app.kubernetes.io/part-of: team-{team}
    app.kubernetes.io/version: "1.{minor}.{i}"
  annotations:
    example.com/owner: team-{team}@example.com
spec:
  replicas: {replicas}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: service-{i}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app.kubernetes.io/name: service-{i}
        app.kubernetes.io/part-of: team-{team}
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
      - name: service
        image: registry.example.com/team-{team}/service-{i}:1.{minor}.{i}
        args: ["--listen", ":8080", "--log-level={level}"]
        ports:
        - name: http
          containerPort: 8080
          protocol: TCP
        env:
        - name: DATABASE_HOST
          value: database-{team}
        - name: DATABASE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: database-{team}
              key: password
        - name: WORKERS
          value: "{workers}"
        # measured under load
        resources:
          requests:
            cpu: {cpu}m
            memory: {memory}Mi
          limits:
            memory: {limit}Mi
        readinessProbe:
          httpGet:
            path: /ready
            port: http
          periodSeconds: 5
        livenessProbe:
          httpGet:
            path: /alive
            port: http
          initialDelaySeconds: 20
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities:
            drop: [ALL]
        volumeMounts:
        - name: scratch
          mountPath: /tmp
      volumes:
      - name: scratch
        emptyDir:
          sizeLimit: 64Mi
"""


def deployment(i):
    return TEMPLATE.format(i=i, team=i % 17, minor=i % 7, replicas=2 + i % 3, level=("info", "warn", "debug")[i % 3],
                           workers=1 + i % 8, cpu=50 + i % 40 * 10, memory=64 + i % 16 * 16, limit=128 + i % 16 * 32)


def write(n, folder):
    files = os.path.join(folder, "files")
    os.makedirs(files, exist_ok=True)
    texts = [deployment(i) for i in range(n)]
    with open(os.path.join(folder, "all.yaml"), "w", encoding="utf-8") as out:
        out.write("---\n".join(texts))
    for i, text in enumerate(texts):
        with open(os.path.join(files, f"deployment-{i:05}.yaml"), "w", encoding="utf-8") as out:
            out.write(text)


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
