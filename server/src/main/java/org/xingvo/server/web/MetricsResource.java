package org.xingvo.server.web;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Databases.PoolState;
import org.xingvo.tap.QueryCounts;
import org.xingvo.tap.Traffic;

/**
 * {@code /metrics}: what the server is at, for Prometheus and whatever reads its formats. For operators, and for callers on
 * this machine that came through no proxy, unless everybody may see it. Thread-safe.
 */
@Path("metrics")
public final class MetricsResource {
    private static final String OPEN = "application/openmetrics-text";
    private static final List<String> PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final Traffic traffic;
    private final Databases databases;
    private final Jobs jobs;
    private final Audience audience;

    /** Who may see the figures besides operators. */
    public enum Audience {
        OPERATORS,
        THIS_MACHINE,
        EVERYBODY
    }

    public MetricsResource(Traffic traffic, Databases databases, Jobs jobs, Audience audience) {
        this.traffic = traffic;
        this.databases = databases;
        this.jobs = jobs;
        this.audience = audience;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        if (!maySee(request)) {
            throw new ForbiddenException("operators only");
        }
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        boolean open = accept != null && accept.toLowerCase(Locale.ROOT).contains(OPEN);
        Exposition figures = new Exposition(open);
        queries(figures);
        turns(figures);
        pools(figures);
        jobs(figures);
        process(figures);
        return Response.ok(figures.text())
                .type(open ? OPEN + "; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8")
                .build();
    }

    private boolean maySee(ContainerRequestContext request) {
        return audience == Audience.EVERYBODY
                || Callers.of(request).operator()
                || (audience == Audience.THIS_MACHINE && isHere(request));
    }

    private static boolean isHere(ContainerRequestContext request) {
        if (PROXIES.stream().anyMatch(name -> request.getHeaderString(name) != null)) {
            return false;
        }
        String address = Callers.addressOf(request);
        try {
            // literal addresses alone: nothing is looked up
            return address.matches("[0-9a-fA-F.:%]+")
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void queries(Exposition figures) {
        QueryCounts counts = traffic.counts();
        figures.gauge("xingvo_queries_open", "Synchronous queries that wait, run or are sent.", counts.running());
        figures.gauge(
                "xingvo_queries_waiting",
                "Synchronous queries that wait for others of the same user.",
                traffic.places().waiting());
        figures.counter("xingvo_queries", "Synchronous queries at their end, whatever it was.", counts.answers());
        figures.counter("xingvo_query_rows", "Rows of whole answers.", counts.rows());
        figures.counter("xingvo_query_bytes", "Bytes of answers to queries.", counts.bytes());
        Map<String, Long> failures = new LinkedHashMap<>();
        for (DaliFault.Kind kind : DaliFault.Kind.values()) {
            failures.put(kind.name().toLowerCase(Locale.ROOT), counts.failures(kind));
        }
        figures.counters("xingvo_query_failures", "Queries that were refused or failed.", "kind", failures);
        figures.counter("xingvo_clients_gone", "Clients that left before their answer.", counts.clientsGone());
        figures.counter("xingvo_clients_cut", "Clients that were cut off for reading too slowly.", counts.clientsCut());
    }

    private void turns(Exposition figures) {
        figures.gauge(
                "xingvo_turns_held",
                "Long answers that compute.",
                traffic.turns().held());
        figures.gauge(
                "xingvo_turns_waiting",
                "Long answers that could compute, and wait for their turn.",
                traffic.turns().waiting());
    }

    private void pools(Exposition figures) {
        List<PoolState> pools = databases.pools();
        figures.gauges("xingvo_pool_active", "Connections in use.", "pool", by(pools, PoolState::active));
        figures.gauges("xingvo_pool_idle", "Connections open and free.", "pool", by(pools, PoolState::idle));
        figures.gauges("xingvo_pool_waiting", "Who waits for a connection.", "pool", by(pools, PoolState::waiting));
    }

    private void jobs(Exposition figures) {
        Map<String, Long> phases = new TreeMap<>();
        try {
            jobs.phases().forEach((phase, number) -> phases.put(phase.name(), number));
        } catch (DaliFault | IOException e) {
            // the database does not answer, which is when the rest is wanted most
            return;
        }
        figures.gauges("xingvo_jobs", "Asynchronous jobs of this database by phase.", "phase", phases);
    }

    private static Map<String, Integer> by(List<PoolState> pools, ToIntFunction<PoolState> figure) {
        Map<String, Integer> figures = new LinkedHashMap<>();
        pools.forEach(pool -> figures.put(pool.name(), figure.applyAsInt(pool)));
        return figures;
    }

    private static void process(Exposition figures) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        figures.gauge("jvm_memory_used_bytes", "Heap in use.", heap.getUsed());
        figures.gauge("jvm_memory_committed_bytes", "Heap that the process holds.", heap.getCommitted());
        figures.gauge("jvm_memory_max_bytes", "Heap that it may hold.", heap.getMax());
        figures.counter(
                "process_cpu_seconds",
                "Time of processors.",
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(time -> time.toMillis() / 1e3)
                        .orElse(0.0));
        figures.gauge(
                "process_start_time_seconds",
                "When the process started, since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }
}
