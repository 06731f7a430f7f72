import BertServer
import Dispatch
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Loads a service's models anew on SIGHUP, and puts them in the place of the old ones once they answer. Where one is
/// broken, all stay as they are.
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
        logger.error("not reloaded: the models before go on answering", metadata: ["error": "\(error)"])
      }
    }
  }

  /// The models, loaded and tried on a thread that no task waits for.
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
