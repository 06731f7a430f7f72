import BertInference
import BertStorage
import HTTPTypes
import Synchronization

/// The models of a server, by name. They can be replaced while it runs: a request under way keeps its model to the end.
final class ServedModels: Sendable {
  private let options: ServerOptions
  private let services: Mutex<[InferenceService]>
  private let draining = Atomic<Bool>(false)

  /// - Precondition: There is a model.
  init(_ models: [ServedModel], _ options: ServerOptions) {
    precondition(!models.isEmpty, "a server needs a model")
    self.options = options
    services = Mutex(models.map { InferenceService($0, options) })
  }

  /// The models in the order in which they were given.
  var all: [InferenceService] { services.withLock { $0 } }

  /// Replaces all models.
  ///
  /// - Precondition: There is a model.
  func replace(with models: [ServedModel]) {
    precondition(!models.isEmpty, "a server needs a model")
    let new = models.map { InferenceService($0, options) }
    services.withLock { $0 = new }
  }

  /// Whether a graceful shutdown has begun.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func drain() { draining.store(true, ordering: .relaxed) }

  /// The model of a name.
  ///
  /// - Throws: `model_not_found`.
  func named(_ name: String) throws(ServerError) -> InferenceService {
    let all = all
    if let found = all.first(where: { $0.model.name.utf8.elementsEqual(name.utf8) }) { return found }
    throw ServerError(.notFound, "model_not_found", "there is no such model; there are \(Self.list(all))")
  }

  /// The model for a request. A single model answers all requests, whatever name they give, because many clients
  /// require a name.
  ///
  /// - Parameters:
  ///   - name: The name in the request; nil chooses the only model that can answer the route.
  ///   - route: The route of the request.
  /// - Throws: `model_not_found`; `missing_field` where several models can answer the route and none is named.
  func chosen(_ name: String?, for route: Route) throws(ServerError) -> InferenceService {
    let all = all
    if all.count == 1 { return all[0] }
    if let name { return try named(name) }
    let able = all.filter { $0.answers(route) }
    // No model can answer the route: the first one gives the same error as every other.
    guard let first = able.first else { return all[0] }
    guard able.count == 1 else {
      throw .badRequest(
        "missing_field",
        "there are several models, \(Self.list(able)): name one as model in the body, or after the path as ?model=")
    }
    return first
  }

  private static func list(_ services: [InferenceService]) -> String {
    services.map(\.model.name).joined(separator: ", ")
  }
}
