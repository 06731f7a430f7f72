#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// libcurl's numbers, which never change (https://curl.se/libcurl/abi.html): from curl/curl.h and curl/multi.h.
enum {
  OPTION_PROXY_PORT = 59,
  OPTION_HTTP_VERSION = 84,
  OPTION_NO_SIGNAL = 99,
  OPTION_CONNECT_TIMEOUT_MS = 156,
  OPTION_PROTOCOLS = 181,
  OPTION_SUPPRESS_CONNECT_HEADERS = 265,
  OPTION_WRITE_DATA = 10001,
  OPTION_URL = 10002,
  OPTION_PROXY = 10004,
  OPTION_ERROR_BUFFER = 10010,
  OPTION_HTTP_HEADER = 10023,
  OPTION_HEADER_DATA = 10029,
  OPTION_CA_INFO = 10065,
  OPTION_NO_PROXY = 10177,
  OPTION_PROTOCOLS_TEXT = 10318,
  OPTION_WRITE_FUNCTION = 20011,
  OPTION_HEADER_FUNCTION = 20079,
  INFO_OS_ERRNO = 0x200000 + 25,
  INFO_PRETRANSFER_TIME = 0x300000 + 6,
  ERROR_OUT_OF_MEMORY = 27,
  ERROR_UNKNOWN_OPTION = 48,
  GLOBAL_DEFAULT = 3,
  HTTP_VERSION_1_1 = 2,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
  MESSAGE_DONE = 1,
  ERROR_SIZE = 256
};

/// CURLMsg.
typedef struct {
  int message;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
} multi_message;

static struct {
  int (*global_init)(long);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void (*easy_cleanup)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned, int, int *);
  int (*multi_wakeup)(void *);
  multi_message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
} curl;

static bool is_loaded = false;
static pthread_once_t loading = PTHREAD_ONCE_INIT;

static bool find(void *library, const char *name, void *place) {
  void *function = dlsym(library, name);
  memcpy(place, &function, sizeof function);
  return function != NULL;
}

static void load(void) {
#ifdef __APPLE__
  const char *names[] = {"/usr/lib/libcurl.4.dylib"};
#else
  // The usual build, with OpenSSL; Debian also has one with GnuTLS, which is installed along with git and others.
  const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif
  void *library = NULL;
  for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++)
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  is_loaded = find(library, "curl_global_init", &curl.global_init)
    && find(library, "curl_slist_append", &curl.slist_append)
    && find(library, "curl_slist_free_all", &curl.slist_free_all)
    && find(library, "curl_easy_init", &curl.easy_init)
    && find(library, "curl_easy_setopt", &curl.easy_setopt)
    && find(library, "curl_easy_getinfo", &curl.easy_getinfo)
    && find(library, "curl_easy_strerror", &curl.easy_strerror)
    && find(library, "curl_easy_cleanup", &curl.easy_cleanup)
    && find(library, "curl_multi_init", &curl.multi_init)
    && find(library, "curl_multi_add_handle", &curl.multi_add_handle)
    && find(library, "curl_multi_remove_handle", &curl.multi_remove_handle)
    && find(library, "curl_multi_perform", &curl.multi_perform)
    && find(library, "curl_multi_poll", &curl.multi_poll)
    && find(library, "curl_multi_wakeup", &curl.multi_wakeup)
    && find(library, "curl_multi_info_read", &curl.multi_info_read)
    && find(library, "curl_multi_cleanup", &curl.multi_cleanup)
    && curl.global_init(GLOBAL_DEFAULT) == 0;
}

struct ccurl_client {
  void *multi;
  atomic_bool is_stopped;
};

/// The state of a transfer, for its callbacks.
typedef struct {
  void *context;
  ccurl_sink head;
  ccurl_sink body;
  bool is_refused;
  /// The time of the last byte, or before the first one that of the connection, in milliseconds.
  long long last;
} transfer;

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t take(transfer *transfer, ccurl_sink sink, const char *bytes, size_t count) {
  transfer->is_refused = !sink(transfer->context, bytes, count);
  transfer->last = milliseconds();
  // Any other count than the given one ends the transfer.
  return transfer->is_refused ? count + 1 : count;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *data) {
  transfer *transfer = data;
  return take(transfer, transfer->head, bytes, size * count);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *data) {
  transfer *transfer = data;
  return take(transfer, transfer->body, bytes, size * count);
}

ccurl_client *ccurl_open(void) {
  pthread_once(&loading, load);
  if (!is_loaded) return NULL;
  ccurl_client *client = malloc(sizeof *client);
  if (client == NULL) return NULL;
  atomic_init(&client->is_stopped, false);
  client->multi = curl.multi_init();
  if (client->multi != NULL) return client;
  free(client);
  return NULL;
}

/// Sets all options. Returns the code of the first one that libcurl refuses, or 0.
static int prepare(void *easy, const ccurl_request *request, void *headers, transfer *transfer, char *error) {
  int code = 0;
#define SET(option, value) \
  if (code == 0) code = curl.easy_setopt(easy, option, value)
  SET(OPTION_ERROR_BUFFER, error);
  // Without this, a `file:` URL would read local files.
  SET(OPTION_PROTOCOLS_TEXT, "http,https");
  if (code == ERROR_UNKNOWN_OPTION) {  // before 7.85
    code = 0;
    SET(OPTION_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  }
  SET(OPTION_URL, request->url);
  SET(OPTION_HTTP_HEADER, headers);
  SET(OPTION_HTTP_VERSION, (long)HTTP_VERSION_1_1);
  SET(OPTION_NO_SIGNAL, 1L);
  SET(OPTION_CONNECT_TIMEOUT_MS, request->connect_timeout);
  SET(OPTION_PROXY, request->proxy);
  SET(OPTION_PROXY_PORT, 80L);
  SET(OPTION_NO_PROXY, "");
  SET(OPTION_SUPPRESS_CONNECT_HEADERS, 1L);
  if (request->certificates != NULL) SET(OPTION_CA_INFO, request->certificates);
  SET(OPTION_WRITE_FUNCTION, take_body);
  SET(OPTION_WRITE_DATA, transfer);
  SET(OPTION_HEADER_FUNCTION, take_head);
  SET(OPTION_HEADER_DATA, transfer);
#undef SET
  return code;
}

static int result(void *multi, void *easy) {
  int rest = 0;
  for (multi_message *message; (message = curl.multi_info_read(multi, &rest)) != NULL;)
    if (message->message == MESSAGE_DONE && message->easy == easy) return message->data.result;
  return ERROR_OUT_OF_MEMORY;
}

static bool is_connected(void *easy) {
  double seconds = 0;
  return curl.easy_getinfo(easy, INFO_PRETRANSFER_TIME, &seconds) == 0 && seconds > 0;
}

/// Transfers bytes until the end of the transfer.
static void run(
  ccurl_client *client, void *easy, const ccurl_request *request, transfer *transfer, ccurl_outcome *outcome) {
  while (true) {
    int running = 0;
    if (atomic_load(&client->is_stopped)) {
      outcome->end = CCURL_STOPPED;
      return;
    }
    if (curl.multi_perform(client->multi, &running) != 0) {
      outcome->code = ERROR_OUT_OF_MEMORY;
      return;
    }
    if (!outcome->connected && is_connected(easy)) {
      outcome->connected = true;
      if (transfer->last == 0) transfer->last = milliseconds();
    }
    if (running == 0) {
      outcome->code = result(client->multi, easy);
      if (outcome->code == 0) outcome->end = CCURL_DONE;
      if (transfer->is_refused) outcome->end = CCURL_REFUSED;
      return;
    }
    long long wait = 1000;
    if (outcome->connected) {
      long long rest = transfer->last + request->idle_timeout - milliseconds();
      if (rest <= 0) {
        outcome->end = CCURL_STALLED;
        return;
      }
      if (rest < wait) wait = rest;
    }
    curl.multi_poll(client->multi, NULL, 0, (int)wait, NULL);
  }
}

ccurl_outcome ccurl_get(
  ccurl_client *client, const ccurl_request *request, void *context, ccurl_sink head, ccurl_sink body) {
  ccurl_outcome outcome = {.end = CCURL_FAILED, .code = ERROR_OUT_OF_MEMORY};
  transfer transfer = {.context = context, .head = head, .body = body};
  char error[ERROR_SIZE] = "";
  void *headers = NULL;
  void *easy = curl.easy_init();
  bool is_ready = easy != NULL;
  for (size_t i = 0; is_ready && i < request->header_count; i++) {
    void *longer = curl.slist_append(headers, request->headers[i]);
    is_ready = longer != NULL;
    if (is_ready) headers = longer;
  }
  if (is_ready) {
    outcome.code = prepare(easy, request, headers, &transfer, error);
    if (outcome.code == 0 && curl.multi_add_handle(client->multi, easy) != 0) outcome.code = ERROR_OUT_OF_MEMORY;
    if (outcome.code == 0) {
      // A TLS library may write to a connection that the server has closed.
      sigset_t pipe;
      sigemptyset(&pipe);
      sigaddset(&pipe, SIGPIPE);
      pthread_sigmask(SIG_BLOCK, &pipe, NULL);
      run(client, easy, request, &transfer, &outcome);
      long system_error = 0;
      if (curl.easy_getinfo(easy, INFO_OS_ERRNO, &system_error) == 0) outcome.system_error = (int)system_error;
      curl.multi_remove_handle(client->multi, easy);
    }
  }
  if (outcome.end == CCURL_FAILED) {
    const char *words = error[0] != 0 ? error : curl.easy_strerror(outcome.code);
    strncpy(outcome.detail, words, sizeof outcome.detail - 1);
  }
  if (easy != NULL) curl.easy_cleanup(easy);
  curl.slist_free_all(headers);
  return outcome;
}

void ccurl_stop(ccurl_client *client) {
  atomic_store(&client->is_stopped, true);
  curl.multi_wakeup(client->multi);
}

void ccurl_close(ccurl_client *client) {
  curl.multi_cleanup(client->multi);
  free(client);
}
