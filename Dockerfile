# The one image of Fieldstory: server, worker and migrations. It holds ffmpeg,
# and no PostgreSQL, Redis or S3; docker-compose.yml brings those.

FROM node:24-bookworm-slim AS web
WORKDIR /src
COPY web/package.json web/package-lock.json web/.npmrc web/
RUN cd web && npm install --no-save --no-audit --no-fund
COPY api/openapi.json api/
COPY web web
RUN cd web && npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/build web/build
ARG VERSION=unknown
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-X main.version=$VERSION" -o /fieldstory ./cmd/fieldstory

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates ffmpeg tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /scratch --no-create-home fieldstory \
 && install -d -o fieldstory -g fieldstory -m 700 /scratch
COPY --from=binary /fieldstory /usr/local/bin/fieldstory
USER fieldstory
ENV FIELDSTORY_ADDR=0.0.0.0:8080 FIELDSTORY_SCRATCH=/scratch FIELDSTORY_LOG_FORMAT=json
VOLUME /scratch
EXPOSE 8080
ENTRYPOINT ["tini", "--", "fieldstory"]
CMD ["serve"]
