import BertServer
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// A service of one's own with bertft's HTTP server inside: TextService BUNDLE [PORT]
@main
struct TextService {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("usage: TextService BUNDLE [PORT]")
      exit(64)
    }
    let logger = Logger(label: "text-service") { _ in JSONLogHandler() }
    var options = ServerOptions()
    options.port = arguments.count > 2 ? Int(arguments[2]) ?? 8080 : 8080
    options.token = ProcessInfo.processInfo.environment["TEXT_SERVICE_TOKEN"]
    let model = try ServedModel(contentsOf: URL(fileURLWithPath: arguments[1], isDirectory: true))
    let server = InferenceServer(model, options: options, logger: logger) { port in
      FileHandle.standardOutput.write(Data("http://127.0.0.1:\(port)\n".utf8))
    }
    // Other services of the program stand in the same group; all end together on SIGTERM.
    try await ServiceGroup(
      services: [server, Heartbeat(logger: logger)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }
}

/// Another service of the program: it says once a minute that all is well.
struct Heartbeat: Service {
  let logger: Logger

  func run() async {
    // The shutdown ends the sleep with an error, which is no failure of this service.
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(60))
        logger.info("all is well")
      }
    }
  }
}
