/* rpc_fuzz.c - any bytes as a request, on both sockets: one answer comes, and it is JSON-RPC. */
#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/zone.h"
#include "daemon/rpc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/clientele-fuzz-XXXXXX";
static config settings;
static event_decoder *decoder;
static bookkeeper *keeper;

static void leave(void) {
    static const char *const files[] = {"store/data.mdb", "store/lock.mdb", "lock", "store", "."};
    char path[128];
    bookkeeper_abandon(keeper);
    event_decoder_destroy(decoder);
    config_finish(&settings);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        if (unlink(path) != 0)
            (void)rmdir(i + 1 < sizeof files / sizeof files[0] ? path : folder);
    }
}

static void take(const char *message) {
    event_batch *batch = event_batch_create();
    assert(batch != NULL && event_batch_open_message(batch, NULL, (text){NULL, 0}, false));
    bool decoded =
        event_decode_message(decoder, message, strlen(message), (text){NULL, 0}, batch, NULL);
    assert(decoded && bookkeeper_commit(keeper, batch, 1) == STORE_OK);
    event_batch_destroy(batch);
}

#define EVENT(type, id, data)                                                       \
    "{\"specversion\":\"1.0\",\"type\":\"" type "\",\"source\":\"/s\",\"id\":\"" id \
    "\",\"time\":\"2026-03-02T09:00:00Z\",\"data\":" data "}"

/* A client of each sort, one refused event, no more: the requests are what varies. */
static void begin(void) {
    char yaml[256];
    complaint wrong;
    char error[STORE_ERROR_SIZE];
    bool made = mkdtemp(folder) != NULL && zone_set("UTC");
    assert(made);
    int length = snprintf(yaml, sizeof yaml, "state_dir: %s\nstore: {map_size: 64MiB}\n", folder);
    bool loaded = config_load_text("fuzz", yaml, (size_t)length, &settings, &wrong);
    assert(loaded);
    decoder = event_decoder_create(&settings.decode);
    keeper = bookkeeper_open(&settings, 20543, 1, error);
    assert(decoder != NULL && keeper != NULL);
    (void)atexit(leave);
    take("[" EVENT("client.updated", "1", "{\"client\":\"C-1\",\"name\":\"Acme\",\"rep\":\"anna\"}") "," EVENT(
        "order.placed", "2",
        "{\"id\":\"O-1\",\"client\":\"C-1\",\"amount\":\"5\"}") "," EVENT("invoice.issued", "3",
                                                                          "{\"id\":\"F-1\","
                                                                          "\"client\":\"C-1\","
                                                                          "\"amount\":\"5\","
                                                                          "\"category\":"
                                                                          "\"P\"}") "," EVENT("clie"
                                                                                              "nt."
                                                                                              "upda"
                                                                                              "ted",
                                                                                              "4",
                                                                                              "{\"c"
                                                                                              "lien"
                                                                                              "t\":"
                                                                                              "\"C-"
                                                                                              "2\","
                                                                                              "\"ta"
                                                                                              "gs\""
                                                                                              ":["
                                                                                              "\"vi"
                                                                                              "p\"]"
                                                                                              "}") "]");
    take("rubbish");
}

static void check_one(const json_t *answer) {
    const char *version = json_string_value(json_object_get(answer, "jsonrpc"));
    const json_t *result = json_object_get(answer, "result");
    const json_t *error = json_object_get(answer, "error");
    assert(version != NULL && strcmp(version, "2.0") == 0 && json_object_size(answer) == 3);
    assert(json_object_get(answer, "id") != NULL && (result == NULL) != (error == NULL));
    if (result != NULL) {
        assert(json_object_get(result, "as_of") != NULL &&
               json_object_get(result, "commit") != NULL);
    } else {
        const char *message = json_string_value(json_object_get(error, "message"));
        json_int_t code = json_integer_value(json_object_get(error, "code"));
        assert(message != NULL && message[0] != '\0');
        assert(code <= -32001 && code >= -32700 && code != -32603);
    }
}

static void ask(role as, const uint8_t *data, size_t size) {
    rpc_context context = {.keeper = keeper, .role = as, .now = 2};
    size_t length;
    char *answer = rpc_answer(&context, (const char *)data, size, &length);
    assert(answer != NULL && strlen(answer) == length);
    json_t *value = json_loadb(answer, length, JSON_REJECT_DUPLICATES, NULL);
    assert(value != NULL);
    if (json_is_array(value)) {
        assert(json_array_size(value) > 0);
        for (size_t i = 0; i < json_array_size(value); i++)
            check_one(json_array_get(value, i));
    } else {
        check_one(value);
    }
    json_decref(value);
    free(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (keeper == NULL)
        begin();
    ask(ROLE_QUERY, data, size);
    ask(ROLE_ADMIN, data, size);
    return 0;
}
