import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers each request, and sees to what all answers share: the request's id, errors as JSON, the log, the metrics.
struct ServerResponder: HTTPResponder {
  let service: InferenceService
  let options: ServerOptions
  let metrics: ServerMetrics
  private let logger: Logger
  private let token: BearerToken?

  init(_ service: InferenceService, _ options: ServerOptions, _ metrics: ServerMetrics, _ logger: Logger) {
    self.logger = logger
    self.service = service
    self.options = options
    self.metrics = metrics
    token = options.token.map(BearerToken.init)
  }

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    let start = ContinuousClock.now
    let underWay = metrics.begin()
    let id = RequestIdentifier.of(request.headers)
    let route = Route(rawValue: request.uri.path)
    var response: Response
    var failure: ServerError?
    do throws(ServerError) {
      response = try await answer(request, route, context, underWay: underWay, deadline: start + options.requestTimeout)
    } catch {
      failure = error
      response = Self.response(for: error, context)
    }
    // The head of the answer alone: a body would be taken for the beginning of the next answer.
    if request.method == .head { response = response.createHeadResponse() }
    if let name = RequestIdentifier.name { response.headers[name] = id }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    // Paths that lead nowhere are counted together: anyone could fill the table otherwise.
    metrics.end(.init(route: route?.rawValue ?? "other", status: response.status.code), seconds: seconds)
    logger.log(
      level: response.status.kind == .serverError ? .warning : .info, "request",
      metadata: [
        "request_id": "\(id)", "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
        "status": .stringConvertible(response.status.code),
        "milliseconds": .stringConvertible((seconds * 1e5).rounded() / 100),
      ].merging(failure.map { ["error": "\($0.code)"] } ?? [:]) { $1 })
    return response
  }

  private func answer(
    _ request: Request, _ route: Route?, _ context: ServerContext, underWay: Int,
    deadline: ContinuousClock.Instant
  ) async throws(ServerError) -> Response {
    guard let route else { throw .notFound }
    guard route.methods.contains(request.method) else { throw .methodNotAllowed(route.methods) }
    if route.isProtected, let token, !token.matches(request.headers[.authorization]) { throw .unauthorized }
    switch route {
    case .page: return .html(TryPage.html(service.model, needsToken: token != nil))
    case .health: return .json(#"{"status":"ok"}"#)
    case .ready:
      return service.isDraining
        ? .json(#"{"status":"draining"}"#, status: .serviceUnavailable) : .json(#"{"status":"ready"}"#)
    case .metrics: return await metricsResponse()
    case .classify, .embeddings: break
    }
    guard underWay <= options.maxRequests else {
      var error = ServerError.overloaded
      error.closes = true
      throw error
    }
    let body = try await BodyReader(options, deadline, context).read(request)
    return try await Deadline.run(until: deadline) { [service] in
      route == .classify ? try await service.classify(body) : try await service.embeddings(body)
    }
  }

  private func metricsResponse() async -> Response {
    var text = PrometheusText()
    metrics.write(to: &text)
    text.batching(await service.statistics)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text.text)))
  }

  private static func response(for error: ServerError, _ context: ServerContext) -> Response {
    var response = Response.json(ErrorBody.json(error), status: error.status)
    for field in error.headers { response.headers[field.name] = field.value }
    if error.closes {
      response.headers[.connection] = "close"
      // Time for the answer to arrive: closing at once, with bytes of the request unread, would reset the connection.
      context.channel.eventLoop.scheduleTask(in: .seconds(1)) { context.channel.close(promise: nil) }
    }
    return response
  }
}
