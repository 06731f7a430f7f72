import ArgumentParser
import BertFT
import BertServer
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `bertft serve`: answers over HTTP.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answers over HTTP: labels and scores, entities, or vectors.",
    discussion: """
      POST /v1/classify takes {"input": "text" or [texts], "top": n}, and for a model of pairs {"text": …, "pair": …} in \
      each text's place; of a classifier of tokens it answers with the entities. POST /v1/embeddings has OpenAI's shape, for a model with an encoder; \
      POST /embed, /predict, /rerank and /similarity have those of text-embeddings-inference. GET /v1/models and /info say what is \
      served, /openapi.json describes all routes, /health, /ready and /metrics (Prometheus) are for those who run it, / is a page to try it. \
      Of several bundles a request names one as "model". \
      Requests that come at the same time are computed together. The address is written to standard output once it \
      listens, a line of JSON for each request to standard error. SIGTERM and Control-C let running requests end; SIGHUP loads the \
      bundles anew.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, a directory with a classifier or an encoder, a name from the catalogue, or a Hub id; several are "
        + "served together.",
      valueName: "bundle"))
  var bundles: [String]

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Labels that the model never learnt, and what they mean, as \"sport=a report on sport,money=news of business\"; for an encoder, or an entailment head.",
      valueName: "list"))
  var labels: String?

  @OptionGroup var described: DescribedLabelFlags
  @OptionGroup var server: ServerFlags

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The name of the model in requests and answers, once for each bundle. (default: the bundle's name)",
      valueName: "name"))
  var name: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("The lowest level that is logged: debug, info, warning or error.", valueName: "level"))
  var logLevel: LogLevel = .info

  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !name.isEmpty, name.count != bundles.count {
      throw ValidationError("--name is given once for each bundle: \(bundles.count) times, not \(name.count)")
    }
    if name.contains("") { throw ValidationError("--name is empty") }
    if labels != nil || described.labelDescriptions != nil {
      guard bundles.count == 1 else {
        throw ValidationError("--labels and --label-descriptions are for one bundle, not \(bundles.count)")
      }
    } else if let first = described.others.first(where: \.isGiven) {
      throw ValidationError("\(first.flag) needs labels: give --labels or --label-descriptions")
    }
  }

  func run() throws {
    Interruption.beginService()
    let options = try server.options()
    let console = output.console()
    precision.tell(console)
    // Until the models are loaded, the signal to reload is ignored.
    signal(SIGHUP, SIG_IGN)
    let directories = try bundles.map { try ModelLocation.directory(of: $0, hub: hub.hub(), console: console) }
    console.endProgress()
    let names = bundles.indices.map { place in
      name.isEmpty ? (FileManager.default.fileExists(atPath: bundles[place]) ? nil : bundles[place]) : name[place]
    }
    let precision = precision.precision, threads = compute.threadCount
    let asked = try described.descriptions(labels).map {
      ($0, try described.options(threads: threads, precision: precision))
    }
    var loading = ModelLoading(
      directories: directories, names: names, described: asked,
      options: ClassifierOptions(threads: threads, precision: precision))
    let models = try loading.load()
    // The names stay the same when a symbolic link leads to another directory at a reload.
    loading.names = models.map(\.name)
    let level = output.quiet ? .error : logLevel.level
    let logger = Logger(label: "bertft") { _ in JSONLogHandler(level: level) }
    for note in models.flatMap(\.notes) { logger.warning("\(note)") }
    if !options.isLoopback, options.token == nil {
      logger.warning("anyone who reaches this address can use the model; set a token with --token-file")
    }
    let service = try InferenceServer(models, options: options, logger: logger) { port in
      let address = Self.address(options, port: port)
      // A closed standard output is no reason to stop.
      try? StandardOutput.print(address)
      let place: Logger.Metadata =
        options.socketPath.map { ["socket": "\($0)"] }
        ?? ["host": "\(options.host)", "port": .stringConvertible(port)]
      logger.info("listening", metadata: place)
    }
    let reloading = ModelReloading(server: service, loading: loading, logger: logger)
    // A second signal ends the program at once, as in every command.
    try Interruption.serving {
      try Waiting.result {
        // The group stops its services in reverse order.
        var configuration = ServiceGroupConfiguration(
          services: [.init(service: reloading), .init(service: service)],
          gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = options.drainTimeout
        try await ServiceGroup(configuration: configuration).run()
      }
    }
    logger.info("stopped")
  }

  /// `http://127.0.0.1:8080`, or `unix:` and the path of a socket.
  private static func address(_ options: ServerOptions, port: Int) -> String {
    if let path = options.socketPath { return "unix:\(path)" }
    return "http://\(options.host.contains(":") ? "[\(options.host)]" : options.host):\(port)"
  }
}
