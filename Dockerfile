# Builds the gateway, then keeps only what runs: Node, the compiled code, the production packages. No shell, no npm, no root.
FROM node:20.19.5-bookworm-slim AS packages
WORKDIR /gateway
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM packages AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
# The server and the console; what only the next build would read is left out.
RUN npm run build && rm dist/.tsbuildinfo && mkdir /data

FROM gcr.io/distroless/nodejs20-debian12:nonroot
WORKDIR /gateway
COPY --from=packages /gateway/node_modules node_modules
COPY --from=build /gateway/dist dist
COPY --from=build --chown=65532:65532 /data /data
COPY package.json ./
COPY schemas schemas
# The embedded mongod is for trying out; a container is given MONGODB_URI. WORKERS lets one container use several cores.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data LOG_FORMAT=json
USER 65532:65532
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:8080/livez').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# The base image's entry point is node itself, so SIGTERM reaches the gateway.
CMD ["dist/main.js"]
