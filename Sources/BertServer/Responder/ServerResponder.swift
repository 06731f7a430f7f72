import BertInference
import BertStorage
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Responds to each request, and does what all responses share: the request's id, errors as JSON, the log, the metrics.
struct ServerResponder: HTTPResponder {
  let models: ServedModels
  let options: ServerOptions
  let metrics: ServerMetrics
  private let logger: Logger
  private let token: BearerToken?
  private let crossOrigin: CrossOrigin

  init(_ models: ServedModels, _ options: ServerOptions, _ metrics: ServerMetrics, _ logger: Logger) {
    self.logger = logger
    self.models = models
    self.options = options
    self.metrics = metrics
    token = options.token.map(BearerToken.init)
    crossOrigin = CrossOrigin(options.corsOrigins)
  }

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    let start = ContinuousClock.now
    let underWay = metrics.begin()
    let id = RequestIdentifier.of(request.headers)
    let route = Route(path: request.uri.path)
    var response: Response
    var failure: ServerError?
    do throws(ServerError) {
      response = try await answer(request, route, context, underWay: underWay, deadline: start + options.requestTimeout)
    } catch {
      failure = error
      response = Self.response(for: error, isTEI: route?.isTEI(request.method) == true, context)
    }
    crossOrigin.mark(&response, for: request)
    // A response to HEAD has no body: clients would take it for the beginning of the next response.
    if request.method == .head { response = response.createHeadResponse() }
    if let name = RequestIdentifier.name { response.headers[name] = id }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    // Unknown paths are counted together; otherwise clients could grow the table without limit.
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
    // Browsers send no token with a preflight request.
    if let answer = crossOrigin.preflight(request, route) { return answer }
    guard let route else { throw .notFound }
    guard route.methods.contains(request.method) else { throw .methodNotAllowed(route.methods) }
    if route.isProtected(request.method), let token, !token.matches(request.headers[.authorization]) {
      throw .unauthorized
    }
    let queried = request.uri.queryParameters["model"].map { String($0) }
    switch route {
    case .page where request.method != .post:
      var service = models.all[0]
      if let queried { service = try models.named(queried) }
      return .html(TryPage.html(service.model, of: models.all.map(\.model.name), needsToken: token != nil))
    case .health: return .json(#"{"status":"ok"}"#)
    case .ready:
      return models.isDraining
        ? .json(#"{"status":"draining"}"#, status: .serviceUnavailable) : .json(#"{"status":"ready"}"#)
    case .metrics: return await metricsResponse()
    case .document: return .json(OpenAPIDocument(services: models.all, options: options).json.line)
    case .models:
      return .json(JSONValue.object([("object", "list"), ("data", .array(models.all.map(\.card)))]).line)
    case .model: return .json(try models.named(Self.modelName(in: request.uri.path)).card.line)
    case .info: return .json(try models.chosen(queried, for: route).info.line)
    case .page, .classify, .embeddings, .embed, .predict, .rerank, .similarity: break
    }
    guard underWay <= options.maxRequests else {
      var error = ServerError.overloaded
      error.closes = true
      throw error
    }
    let body = try await BodyReader(options, deadline, context).read(request)
    var name = queried
    // With a single model the body is not decoded for its name.
    if name == nil, models.all.count > 1 { name = try RequestDecoding.decode(ModelChoice.self, from: body).model }
    let model = try models.chosen(name, for: route)
    return try await Deadline.run(until: deadline) { try await model.answer(route, body) }
  }

  /// The name at the end of `/v1/models/…`.
  private static func modelName(in path: String) -> String {
    let name = String(path.dropFirst("/v1/models/".count))
    return name.removingPercentEncoding ?? name
  }

  private func metricsResponse() async -> Response {
    var text = PrometheusText()
    metrics.write(to: &text)
    var predictors: [(kind: String, name: String, statistics: BatchingStatistics)] = []
    for service in models.all {
      for (kind, statistics) in await service.statistics {
        predictors.append((kind, service.model.name, statistics))
      }
    }
    text.batching(predictors)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text.text)))
  }

  private static func response(for error: ServerError, isTEI: Bool, _ context: ServerContext) -> Response {
    var response = Response.json(
      isTEI ? ErrorBody.tei(error) : ErrorBody.json(error), status: isTEI ? error.tei.status : error.status)
    for field in error.headers { response.headers[field.name] = field.value }
    if error.closes {
      response.headers[.connection] = "close"
      // Closing at once, with bytes of the request unread, would reset the connection before the response arrives.
      context.channel.eventLoop.scheduleTask(in: .seconds(1)) { context.channel.close(promise: nil) }
    }
    return response
  }
}
