/// Where a server listens and what it lets in.
public struct ServerOptions: Sendable, Equatable {
  /// The address to listen at; the loopback one unless others are to connect.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = 8080
  /// The path of a Unix socket to listen at in the place of host and port; nil for none.
  public var socketPath: String?
  /// The origins whose pages may read answers in a browser, such as `https://example.org`; `*` for all.
  public var corsOrigins: [String] = []
  /// What `/info` and `/openapi.json` name as the version.
  public var version = ""
  /// What a client must send as `Authorization: Bearer …` to use `/v1/…` and `/metrics`; nil lets all in.
  public var token: String?
  /// Bytes of a request's body at the most.
  public var maxBodyBytes = 1 << 20
  /// The most texts in a request.
  public var maxTexts = 256
  /// The most bytes in a text. Shorter texts may still have more tokens than the model reads; they are cut.
  public var maxTextBytes = 100_000
  /// Whether `/v1/embeddings` takes token ids too. They are read as ids of the model's own vocabulary; what clients of
  /// OpenAI's models send unasked are ids of another one, which cannot be told from them.
  public var acceptsTokenIDs = false
  /// Texts that may wait; a request that finds no room is turned away with 503.
  public var queueLimit = 2048
  /// Requests under way at the most; one more is turned away with 503.
  public var maxRequests = 512
  /// Connections at the most, or as many as the limit of descriptors allows; one more closes the one that has been idle longest.
  public var maxConnections = 1024
  /// How long a request may take, from its first line to the answer.
  public var requestTimeout = Duration.seconds(30)
  /// How long a connection may stay without a whole head of a request, a body without more of it, or an answer without
  /// being taken.
  public var idleTimeout = Duration.seconds(60)
  /// How long requests under way may take to end once the server was told to stop.
  public var drainTimeout = Duration.seconds(30)
  /// How long a request may wait for company, where others came with the one before.
  public var gatheringTime = Duration.milliseconds(1)
  /// Tokens of a batch at the most.
  public var tokenBudget = 1024

  /// The defaults: loopback, port 8080, no token.
  public init() {}

  /// Whether only programs of this machine can connect.
  public var isLoopback: Bool { socketPath != nil || host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
