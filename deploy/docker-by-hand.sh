#!/usr/bin/env bash
# Builds and runs docker-compose.yml for real where no image can be pulled and no engine runs: on Debian as root.
#
#   apt-get install --no-install-recommends docker.io debootstrap iproute2   and Docker Compose 2 (docker-compose on trixie)
#   WORK=/var/tmp/danmaku-docker deploy/docker-by-hand.sh
#
# Base images are made from Debian's packages and from Node as npm has it, under the names that the files use. The
# engine that runs the containers lives in a network namespace of its own: what it publishes is reached from there
# alone, and nothing in it reaches the outside. Everything that was started is ended; WORK holds what a second run
# does not have to make again.
set -euo pipefail

ROOT=$(cd "$(dirname "$0")/.." && pwd)
WORK=${WORK:-/var/tmp/danmaku-docker}
SUITE=trixie
NODE_MAJOR=24
ARCH=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
export DOCKER_HOST=unix://$WORK/docker.sock DOCKER_BUILDKIT=0
# Files a process here may open; containers can't be given more.
NOFILE=$(ulimit -Hn)
export NOFILE MAXCONN=$((NOFILE / 2 - 500)) DRAIN_SECONDS=5
ENGINE=

say() { printf '\n== %s\n' "$*"; }

# Starts the engine, with what stands before it, and waits until it answers.
start_engine() {
  "$@" dockerd --host "$DOCKER_HOST" --data-root "$WORK/data" --exec-root "$WORK/exec" --pidfile "$WORK/docker.pid" \
    "${ENGINE_OPTIONS[@]}" >"$WORK/dockerd.log" 2>&1 &
  ENGINE=$!
  until docker info >/dev/null 2>&1; do
    kill -0 "$ENGINE" 2>/dev/null || { tail -5 "$WORK/dockerd.log"; exit 1; }
    sleep 0.2
  done
}

stop_engine() {
  [ -n "$ENGINE" ] || return 0
  kill "$(cat "$WORK/docker.pid")" 2>/dev/null || true
  wait "$ENGINE" 2>/dev/null || true
  umount "$WORK/exec/netns/"* 2>/dev/null || true
  ENGINE=
}
trap stop_engine EXIT

have() { docker image inspect "$1" >/dev/null 2>&1; }

# Builds image $1 from the Dockerfile on standard input and the folder $2.
build() { docker build --quiet --network host --tag "$1" --file - "$2" >/dev/null 2>"$WORK/build.log" || { cat "$WORK/build.log"; return 1; }; }

make_bases() {
  local empty=$WORK/empty
  mkdir -p "$empty"
  if ! have "debian:$SUITE-slim"; then
    [ -d "$WORK/$SUITE" ] || debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$WORK/$SUITE" >/dev/null
    tar --create --directory "$WORK/$SUITE" --exclude=./usr/share/doc --exclude=./usr/share/man \
      --exclude=./usr/share/locale --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' . |
      docker import --change 'CMD ["bash"]' - "debian:$SUITE-slim" >/dev/null
  fi
  if ! have "node:$NODE_MAJOR-$SUITE-slim"; then
    local node=$WORK/node
    mkdir -p "$node"
    (cd "$node" && npm pack --silent "node-linux-$ARCH@$NODE_MAJOR" npm@11 >/dev/null)
    mv "$node"/node-linux-*.tgz "$node/node.tgz"
    mv "$node"/npm-*.tgz "$node/npm.tgz"
    cp "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$node/trusted-here.pem"
    build "node:$NODE_MAJOR-$SUITE-slim" "$node" <<-END
		FROM debian:$SUITE-slim
		ADD node.tgz /tmp/
		COPY npm.tgz /tmp/npm.tgz
		COPY trusted-here.pem /etc/ssl/trusted-here.pem
		ENV NODE_EXTRA_CA_CERTS=/etc/ssl/trusted-here.pem
		RUN mv /tmp/package/bin/node /usr/local/bin/node && rm -r /tmp/package \
		    && mkdir -p /usr/local/lib/node_modules && tar -xzf /tmp/npm.tgz -C /usr/local/lib/node_modules \
		    && mv /usr/local/lib/node_modules/package /usr/local/lib/node_modules/npm && rm /tmp/npm.tgz \
		    && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
	END
  fi
  have redis:8 || build redis:8 "$empty" <<-END
	FROM debian:$SUITE-slim
	RUN apt-get update -q && apt-get install -yq --no-install-recommends redis-server \
	    && mkdir -p /data && chown 999:999 /data
	VOLUME /data
	WORKDIR /data
	END
  have haproxy:3.0 || build haproxy:3.0 "$empty" <<-END
	FROM debian:$SUITE-slim
	RUN apt-get update -q && apt-get install -yq --no-install-recommends haproxy
	USER haproxy
	STOPSIGNAL SIGUSR1
	CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
	END
}

compose() { docker compose --project-directory "$ROOT" "$@"; }
# Runs a command where the published ports are.
inside() { nsenter --target "$(cat "$WORK/docker.pid")" --net "$@"; }

mkdir -p "$WORK"

say 'Base images'
ENGINE_OPTIONS=(--bridge=none --iptables=false --ip-forward=false)
start_engine
make_bases
docker image ls

say 'Building deploy/Dockerfile'
docker build --network host --tag danmaku-live/gateway:local --file "$ROOT/deploy/Dockerfile" "$ROOT" 2>&1 | grep -E '^(Step|kept|npm|Successfully|.*rror|.*ailed|.*plugin)'
docker image ls danmaku-live/gateway
docker run --rm --network none --entrypoint sh danmaku-live/gateway:local -c 'ls node_modules/uWebSockets.js; du -sh /app; id'
stop_engine

say 'docker compose up'
ENGINE_OPTIONS=(--ip-forward=true)
start_engine unshare --net sh -c 'ip link set lo up && exec "$@"' sh
compose up --detach --no-build --wait
compose ps --all

say 'A comment, posted through HAProxy and read from each gateway'
inside curl --silent --fail --header 'content-type: application/json' \
  --data '{"text":"前方高能"}' http://127.0.0.1:8080/v1/rooms/lobby/comments
for id in $(compose ps --quiet gateway); do
  printf '\n%s ' "$(docker inspect --format '{{.Name}}' "$id")"
  docker exec "$id" node -e 'fetch("http://127.0.0.1:8080/v1/rooms/lobby/comments").then((r) => r.text()).then(console.log)'
done

say 'Viewers on both gateways; one gateway is added, one is stopped, while comments flow'
compose up --detach --no-build --no-recreate --wait --scale gateway=3
inside node "$ROOT/loadtest/dist/main.js" --progress none --url http://127.0.0.1:8080 --rooms 2 --viewers 100 --rate 40 --seconds 20 \
  >"$WORK/loadtest.txt" 2>&1 &
LOAD=$!
until inside curl --silent http://127.0.0.1:8404/';csv' | awk -F, '$1 == "gateways" && $2 ~ /^gateway/ && $5 > 10 { n++ } END { exit n < 3 }'; do sleep 0.5; done
docker stop --time 30 "$(compose ps --quiet gateway | head -1)" >/dev/null
RESULT=0
wait "$LOAD" || RESULT=$?
tail -25 "$WORK/loadtest.txt"
compose ps --all

say 'docker compose down'
compose down --volumes
exit "$RESULT"
