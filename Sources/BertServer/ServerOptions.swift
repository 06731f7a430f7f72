/// The address and the limits of a server.
public struct ServerOptions: Sendable, Equatable {
  /// The address to listen at; the default is the loopback address, which only this machine can connect to.
  public var host = "127.0.0.1"
  /// The port; 0 for any free one.
  public var port = 8080
  /// The path of a Unix socket to listen at in place of host and port; nil for none.
  public var socketPath: String?
  /// The origins whose pages may read responses in a browser, such as `https://example.org`; `*` for all.
  public var corsOrigins: [String] = []
  /// The version in `/info` and `/openapi.json`.
  public var version = ""
  /// The token that clients must send as `Authorization: Bearer …`, except for the page, `/health`, `/ready` and
  /// `/openapi.json`; nil for open access.
  public var token: String?
  /// The most bytes of a request's body.
  public var maxBodyBytes = 1 << 20
  /// The most texts in a request.
  public var maxTexts = 256
  /// The most bytes in a text. Shorter texts may still have more tokens than the model reads; they are truncated.
  public var maxTextBytes = 100_000
  /// Whether `/v1/embeddings` takes token ids too. They are read as ids of the model's own vocabulary. Clients of
  /// OpenAI's models may send ids of another vocabulary by default, which cannot be recognized as such.
  public var acceptsTokenIDs = false
  /// How many texts may wait; a request beyond that is refused with 503.
  public var queueLimit = 2048
  /// The most requests under way; a further one is refused with 503.
  public var maxRequests = 512
  /// The most connections, or fewer where the limit of descriptors is lower. A further one closes the connection that
  /// has been idle longest.
  public var maxConnections = 1024
  /// How long a request may take, from its first line to the response.
  public var requestTimeout = Duration.seconds(30)
  /// How long a connection may wait for the whole head of a request, for more of a body, or for the client to read more
  /// of a response.
  public var idleTimeout = Duration.seconds(60)
  /// How long requests under way may take after a graceful shutdown began.
  public var drainTimeout = Duration.seconds(30)
  /// How long a request may wait for further requests to share its batch, where the batch before was shared.
  public var gatheringTime = Duration.milliseconds(1)
  /// The most tokens of a batch.
  public var tokenBudget = 1024

  /// The defaults: loopback, port 8080, no token.
  public init() {}

  /// Whether only programs of this machine can connect.
  public var isLoopback: Bool { socketPath != nil || host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
