// The few functions of libcurl that BertHub needs. The library is loaded when the first client is made: only downloads
// need it, and its dependencies (LDAP, Kerberos, SSH) would otherwise be loaded at every start.

#ifndef BERTFT_CCURL_H
#define BERTFT_CCURL_H

#include <stdbool.h>
#include <stddef.h>

/// A client, which keeps connections open between transfers.
typedef struct ccurl_client ccurl_client;

/// A request. `url` and `headers` ("Name: value") are UTF-8.
typedef struct {
  const char *url;
  const char *const *headers;
  size_t header_count;
  /// The proxy for every host; an empty string for none, whatever the environment says.
  const char *proxy;
  /// A file of certificates (PEM) that are trusted instead of the system's, or NULL.
  const char *certificates;
  /// Milliseconds within which a connection must be made.
  long connect_timeout;
  /// Milliseconds without a byte after which a connection counts as stalled.
  long idle_timeout;
} ccurl_request;

/// How a transfer ended.
enum {
  CCURL_DONE = 0,
  /// One of the callbacks returned false.
  CCURL_REFUSED = 1,
  /// `ccurl_stop` was called.
  CCURL_STOPPED = 2,
  /// The connection was made, but no byte came for too long.
  CCURL_STALLED = 3,
  /// libcurl failed: see `code`.
  CCURL_FAILED = 4
};

/// The codes of libcurl (CURLcode) that callers distinguish.
enum {
  CCURL_NO_PROXY_ADDRESS = 5,
  CCURL_NO_ADDRESS = 6,
  CCURL_NO_CONNECTION = 7,
  CCURL_TIMED_OUT = 28
};

typedef struct {
  int end;
  /// The CURLcode.
  int code;
  /// The errno of the last failed connection; 0 for none.
  int system_error;
  /// Whether the connection was made, TLS and a proxy's tunnel included, so that the request could be sent.
  bool connected;
  /// libcurl's message for a failure.
  char detail[256];
} ccurl_outcome;

/// Is called with each line of the response's header section, with its line end, or with bytes of the body. False ends
/// the transfer.
typedef bool (*ccurl_sink)(void *context, const char *bytes, size_t count);

/// Opens a client. Returns NULL where libcurl is not installed or memory is short.
ccurl_client *ccurl_open(void);

/// Requests a resource and waits until the transfer ends; redirects are not followed. A client makes one transfer at a
/// time, on a thread that ends after it, since SIGPIPE stays blocked there.
ccurl_outcome ccurl_get(
  ccurl_client *client, const ccurl_request *request, void *context, ccurl_sink head, ccurl_sink body);

/// Ends the current transfer and every later one soon. May be called from any thread.
void ccurl_stop(ccurl_client *client);

/// Closes the connections and frees the client.
void ccurl_close(ccurl_client *client);

#endif
