import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// An HTTP server over one or several models: `POST /v1/classify`, `POST /v1/embeddings` in OpenAI's shape, the routes
/// of text-embeddings-inference, `GET /health`, `/ready`, `/metrics`, and a page to try it at `/`.
///
/// It runs in a `ServiceGroup` beside a program's other services. On a graceful shutdown it accepts no more
/// connections, answers the requests under way, and ends.
///
/// ```swift
/// import BertServer
/// import Foundation
/// import Logging
/// import ServiceLifecycle
///
/// let logger = Logger(label: "reviews") { _ in JSONLogHandler() }
/// let bundle = URL(fileURLWithPath: "reviews-bertft", isDirectory: true)
/// let server = InferenceServer(try ServedModel(contentsOf: bundle), logger: logger)
/// try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
public struct InferenceServer: Service {
  private let models: ServedModels
  private let options: ServerOptions
  private let logger: Logger
  private let onRunning: @Sendable (_ port: Int) -> Void

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - options: The address and the limits.
  ///   - logger: Logs each request.
  ///   - onRunning: Called with the port when the server listens; 0 for a Unix socket.
  public init(
    _ model: ServedModel, options: ServerOptions = ServerOptions(), logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    self.init(served: ServedModels([model], options), options, logger, onRunning)
  }

  /// A server of several models; each request names one of them.
  ///
  /// - Parameters:
  ///   - models: The models, at least one.
  ///   - options: The address and the limits.
  ///   - logger: Logs each request.
  ///   - onRunning: Called with the port when the server listens; 0 for a Unix socket.
  /// - Throws: ``ModelNameError`` where two have the same name.
  public init(
    _ models: [ServedModel], options: ServerOptions = ServerOptions(), logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) throws(ModelNameError) {
    try Self.checkNames(models)
    self.init(served: ServedModels(models, options), options, logger, onRunning)
  }

  private init(
    served: ServedModels, _ options: ServerOptions, _ logger: Logger, _ onRunning: @escaping @Sendable (Int) -> Void
  ) {
    models = served
    self.options = options
    self.logger = logger
    self.onRunning = onRunning
  }

  private static func checkNames(_ models: [ServedModel]) throws(ModelNameError) {
    var names: Set<[UInt8]> = []
    for model in models where !names.insert(Array(model.name.utf8)).inserted {
      throw ModelNameError(name: model.name)
    }
  }

  /// Replaces all models while the server runs. Requests under way are answered by the models they began with.
  ///
  /// - Parameter models: The new models, at least one.
  /// - Throws: ``ModelNameError`` where two have the same name; then nothing changes.
  public func replaceModels(with models: [ServedModel]) throws(ModelNameError) {
    try Self.checkNames(models)
    self.models.replace(with: models)
  }

  /// Listens and answers until the task is cancelled or a graceful shutdown begins.
  ///
  /// - Throws: ``ServerStartError`` where the server cannot listen at the address.
  public func run() async throws {
    let socket = options.socketPath.map(SocketFile.init)
    try socket?.claim()
    defer { socket?.remove() }
    do {
      try await withGracefulShutdownHandler {
        try await application(socket).run()
      } onGracefulShutdown: {
        models.drain()
      }
    } catch let error as IOError {
      throw ServerStartError(options, reason: "\(error)")
    } catch is SocketAddressError {
      throw ServerStartError(options, reason: "there is no such address")
    }
  }

  private func application(_ socket: SocketFile?) -> some ApplicationProtocol {
    var quiet = logger
    // The HTTP library logs only warnings and errors.
    quiet.logLevel = max(logger.logLevel, .warning)
    let onRunning = onRunning
    let idle = TimeAmount(options.idleTimeout)
    let descriptors = DescriptorLimit.raise(
      to: options.maxConnections + DescriptorLimit.reserve + OpenConnections.spare)
    let connections = DescriptorLimit.connections(options.maxConnections, descriptors: descriptors)
    if connections < options.maxConnections {
      logger.warning(
        "the limit of descriptors allows fewer connections", metadata: ["connections": .stringConvertible(connections)])
    }
    let openConnections = OpenConnections(limit: connections)
    return Application(
      responder: ServerResponder(models, options, ServerMetrics(), logger),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionRules.Installer(openConnections), WriteDeadline(idle)],
          idleTimeout: idle,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: socket.map { .unixDomainSocket(path: $0.path) } ?? .hostname(options.host, port: options.port),
        serverName: "bertft",
        availableConnectionsDelegate: MaximumAvailableConnections(connections + OpenConnections.spare)),
      onServerRunning: { channel in
        socket?.keep()
        onRunning(channel.localAddress?.port ?? 0)
      },
      logger: quiet)
  }
}
