import BertServer
import Dispatch
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Reloads a service's models on SIGHUP, and replaces the old ones once the new ones answer. If one of them is broken,
/// all old ones stay.
struct ModelReloading: Service {
  let server: InferenceServer
  let loading: ModelLoading
  let logger: Logger

  func run() async {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      let start = ContinuousClock.now
      do {
        let models = try await loaded()
        try server.replaceModels(with: models)
        logger.info(
          "reloaded",
          metadata: [
            "models": .array(models.map { .string($0.name) }),
            "seconds": .stringConvertible((ContinuousClock.now - start) / .seconds(1)),
          ])
        for note in models.flatMap(\.notes) { logger.warning("\(note)") }
      } catch {
        logger.error("not reloaded: the old models still answer", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Loads and checks the models on a thread outside the pool of Swift's concurrency.
  private func loaded() async throws -> [ServedModel] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "bertft.reload").async {
        continuation.resume(
          with: Result {
            let models = try loading.load()
            for model in models { try model.check() }
            return models
          })
      }
    }
  }
}
