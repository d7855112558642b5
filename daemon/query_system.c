#include <lmdb.h>
#include <stdio.h>
#include <unistd.h>
#include <yaml.h>
#include <zmq.h>

#include "daemon/query.h"
#include "daemon/source_state.h"
#include "version.h"

enum { VERSION_TEXT_SIZE = 32 };

static const int64_t nanoseconds_a_second = INT64_C(1000000000);

#ifdef __clang__
static const char compiler[] = __VERSION__;
#else
static const char compiler[] = "gcc " __VERSION__;
#endif

/* The resident memory of this process; 0 when the system doesn't tell. */
static uint64_t memory_bytes(void) {
    unsigned long long size;
    unsigned long long resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) {
        return 0;
    }
    if (fscanf(file, "%llu %llu", &size, &resident) != 2) {
        resident = 0;
    }
    (void)fclose(file); /* it was read only */
    return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void member_count(json_writer *out, const char *name, uint64_t count) {
    json_key(out, name);
    json_count(out, count);
}

static void member_string(json_writer *out, const char *name, const char *value) {
    json_key(out, name);
    json_word(out, value);
}

bool query_system_health(rpc_call *call) {
    const bookkeeper *keeper = call->keeper;
    const rpc_context *context = call->context;
    int64_t up = context->now - context->started;
    store_usage usage = store_usage_now(keeper->store);
    json_writer *out = rpc_result(call);
    bool resyncing = source_state_any_resyncing(keeper->config, &keeper->sources, context->now);
    member_string(out, "status", keeper->busy ? "busy" : resyncing ? "resynchronising" : "ok");
    member_string(out, "clock", keeper->config->clock == CLOCK_EVENT ? "event" : "wall");
    json_key(out, "clients");
    json_whole(out, keeper->portfolio->total.tally.known);
    member_count(out, "documents", keeper->documents);
    member_count(out, "quarantined", keeper->quarantined);
    json_key(out, "uptime_seconds");
    json_whole(out, up > 0 ? up / nanoseconds_a_second : 0);
    member_count(out, "batches_waiting", context->batches_waiting);
    member_count(out, "dirty_accounts", keeper->portfolio->dirty_count);
    json_key(out, "store");
    json_open_object(out);
    member_count(out, "used_bytes", usage.used_bytes);
    member_count(out, "map_bytes", usage.map_bytes);
    member_count(out, "free_bytes", usage.free_bytes);
    json_close_object(out);
    member_count(out, "memory_bytes", memory_bytes());
    return true;
}

static void member_version(json_writer *out, const char *name, int major, int minor, int patch) {
    char version[VERSION_TEXT_SIZE];
    int length = snprintf(version, sizeof version, "%d.%d.%d", major, minor, patch);
    member_string(out, name, length > 0 ? version : "");
}

/* As they are loaded, which may differ from what was built with. */
static void write_libraries(json_writer *out) {
    int major;
    int minor;
    int patch;
    json_open_object(out);
    member_string(out, "jansson", jansson_version_str());
    yaml_get_version(&major, &minor, &patch);
    member_version(out, "libyaml", major, minor, patch);
    zmq_version(&major, &minor, &patch);
    member_version(out, "libzmq", major, minor, patch);
    (void)mdb_version(&major, &minor, &patch);
    member_version(out, "lmdb", major, minor, patch);
    json_close_object(out);
}

bool query_system_version(rpc_call *call) {
    json_writer *out = rpc_result(call);
    member_string(out, "version", CLIENTELE_VERSION);
    member_count(out, "schema", STORE_SCHEMA);
    member_string(out, "compiler", compiler);
    json_key(out, "libraries");
    write_libraries(out);
    return true;
}
