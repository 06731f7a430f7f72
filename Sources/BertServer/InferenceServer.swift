import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// An HTTP server over a model: `POST /v1/classify`, `POST /v1/embeddings` in OpenAI's shape, `GET /health`, `/ready`,
/// `/metrics`, and a page to try it at `/`.
///
/// It runs in a `ServiceGroup` beside a program's other services. Told to stop, it takes no more connections, answers what
/// is under way, and ends.
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
  private let service: InferenceService
  private let options: ServerOptions
  private let logger: Logger
  private let onRunning: @Sendable (_ port: Int) -> Void

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - model: What answers.
  ///   - options: Where it listens and what it lets in.
  ///   - logger: Where it logs each request.
  ///   - onRunning: Is told the port once the server listens.
  public init(
    _ model: ServedModel, options: ServerOptions = ServerOptions(), logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    service = InferenceService(model, options)
    self.options = options
    self.logger = logger
    self.onRunning = onRunning
  }

  /// Listens and answers until the task is cancelled or the service is told to stop.
  ///
  /// - Throws: ``ServerStartError`` where the address cannot be listened at.
  public func run() async throws {
    do {
      try await withGracefulShutdownHandler {
        try await application().run()
      } onGracefulShutdown: {
        service.drain()
      }
    } catch let error as IOError {
      throw ServerStartError(host: options.host, port: options.port, reason: "\(error)")
    } catch is SocketAddressError {
      throw ServerStartError(host: options.host, port: options.port, reason: "there is no such address")
    }
  }

  private func application() -> some ApplicationProtocol {
    var quiet = logger
    // Of the library below only what is wrong.
    quiet.logLevel = max(logger.logLevel, .warning)
    let onRunning = onRunning
    let idle = TimeAmount(options.idleTimeout)
    let descriptors = DescriptorLimit.raise(to: options.maxConnections + DescriptorLimit.reserve + ConnectionBook.room)
    let connections = DescriptorLimit.connections(options.maxConnections, descriptors: descriptors)
    if connections < options.maxConnections {
      logger.warning(
        "the limit of descriptors allows fewer connections", metadata: ["connections": .stringConvertible(connections)])
    }
    let book = ConnectionBook(limit: connections)
    return Application(
      responder: ServerResponder(service, options, ServerMetrics(), logger),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionRules.Installer(book), WriteDeadline(idle)], idleTimeout: idle,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), serverName: "bertft",
        availableConnectionsDelegate: MaximumAvailableConnections(connections + ConnectionBook.room)),
      onServerRunning: { channel in onRunning(channel.localAddress?.port ?? 0) },
      logger: quiet)
  }
}
