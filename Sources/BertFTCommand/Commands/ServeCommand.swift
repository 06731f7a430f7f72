import ArgumentParser
import BertFT
import BertServer
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `bertft serve`: the answers of a bundle over HTTP.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answers over HTTP: labels and scores, entities, or vectors.",
    discussion: """
      POST /v1/classify takes {"input": "text" or [texts], "top": n}, and for a model of pairs {"text": …, "pair": …} in \
      each text's place; of a classifier of tokens it answers with the entities. POST /v1/embeddings has OpenAI's shape, for a model with an encoder. GET /health, /ready and /metrics (Prometheus) are for those who run it, / is a page to try it. \
      Requests that come at the same time are computed together. The address is written to standard output once it \
      listens, a line of JSON for each request to standard error. SIGTERM and Control-C let running requests end.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, a directory with a classifier or an encoder, a name from the catalogue, or a Hub id.",
      valueName: "bundle"))
  var bundle: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Labels that the model never learnt, and what they mean, as \"sport=a report on sport,money=news of business\"; for an encoder, or an entailment head.",
      valueName: "list"))
  var labels: String?

  @OptionGroup var described: DescribedLabelFlags
  @OptionGroup var server: ServerFlags

  @Option(
    name: .long, help: ArgumentHelp("The name of the model in answers. (default: the bundle's name)", valueName: "name")
  )
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The lowest level that is logged: debug, info, warning or error.", valueName: "level"))
  var logLevel: LogLevel = .info

  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard labels == nil, described.labelDescriptions == nil else { return }
    if let first = described.others.first(where: \.isGiven) {
      throw ValidationError("\(first.flag) needs labels: give --labels or --label-descriptions")
    }
  }

  /// What answers: by labels that are described, or as the model's files say.
  private func model(_ directory: URL) throws -> ServedModel {
    let name = name ?? (FileManager.default.fileExists(atPath: bundle) ? nil : bundle)
    guard let labels = try described.descriptions(labels) else {
      return try ServedModel(
        contentsOf: directory, name: name,
        options: ClassifierOptions(threads: compute.threadCount, precision: precision.precision))
    }
    return try ServedModel(
      contentsOf: directory, labels: labels, name: name,
      options: described.options(threads: compute.threadCount, precision: precision.precision))
  }

  func run() throws {
    Interruption.beginService()
    let options = try server.options()
    let console = output.console()
    precision.tell(console)
    let directory = try ModelLocation.directory(of: bundle, hub: hub.hub(), console: console)
    console.endProgress()
    let model = try model(directory)
    let level = output.quiet ? .error : logLevel.level
    let logger = Logger(label: "bertft") { _ in JSONLogHandler(level: level) }
    for note in model.notes { logger.warning("\(note)") }
    if !options.isLoopback, options.token == nil {
      logger.warning("anyone who reaches this address can use the model; set a token with --token-file")
    }
    let host = options.host.contains(":") ? "[\(options.host)]" : options.host
    let service = InferenceServer(model, options: options, logger: logger) { port in
      // Where standard output is closed there is nobody to tell.
      try? StandardOutput.print("http://\(host):\(port)")
      logger.info("listening", metadata: ["host": "\(options.host)", "port": .stringConvertible(port)])
    }
    // The second signal ends the program at once, as everywhere.
    try Interruption.serving {
      try Waiting.result {
        var configuration = ServiceGroupConfiguration(
          services: [.init(service: service)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = options.drainTimeout
        try await ServiceGroup(configuration: configuration).run()
      }
    }
    logger.info("stopped")
  }
}
