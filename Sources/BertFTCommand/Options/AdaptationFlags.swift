import ArgumentParser
import BertFT

/// The domain that a classifier is to serve, where its texts are others than the labelled ones.
struct AdaptationFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features and setfit: texts of the domain that the classifier is to serve. Their labels are not read. A file for --test is then of that domain too, and measures what it brought.",
      valueName: "file"))
  var adaptTo: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How: coral, subspace or tca map vectors; odds, kmm, kliep or ulsif weight the labelled texts; tradaboost also learns from --target-labelled; ensemble weights several sources. (default: ensemble where there is --source)",
      valueName: "way"))
  var adaptation: [String] = []

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp(
      "With --adapt-to: more labelled texts, of a domain of their own; may be repeated. Each source gets a head, and the heads are weighted.",
      valueName: "file"))
  var moreSources: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For tradaboost and ensemble: a few labelled texts of the domain that is to be served.", valueName: "file"))
  var targetLabelled: String?

  private static let names = Adaptation.allCases.map(\.rawValue).joined(separator: ", ")

  /// The way that is asked for; nil for none.
  ///
  /// - Throws: `ValidationError` for several, and for one that there is not.
  var way: Adaptation? {
    get throws {
      guard let name = adaptation.first else { return moreSources.isEmpty ? nil : .ensemble }
      guard adaptation.count == 1, !name.contains(",") else {
        throw ValidationError("--adaptation takes one of \(Self.names): give one, and train a bundle for each")
      }
      guard let way = Adaptation(rawValue: name) else {
        throw ValidationError("--adaptation \(name) does not exist: give one of \(Self.names)")
      }
      return way
    }
  }

  /// Where more labelled texts are.
  var sources: [DataSource] { moreSources.map(DataSource.init(argument:)) }

  /// Where the texts of that domain are.
  var target: TargetSources? {
    adaptTo.map {
      TargetSources(texts: DataSource(argument: $0), labelled: targetLabelled.map(DataSource.init(argument:)))
    }
  }

  /// Refuses what does not go together.
  ///
  /// - Parameter data: The labelled rows.
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod, data: String) throws {
    let way = try way
    guard let adaptTo else {
      guard moreSources.isEmpty else {
        throw ValidationError(
          "--source needs --adapt-to, a file of texts of the domain that is to be served: its likeness to each source weights them"
        )
      }
      guard way == nil else {
        throw ValidationError("--adaptation needs --adapt-to, a file of texts of the domain that is to be served")
      }
      guard targetLabelled == nil else {
        throw ValidationError("--target-labelled is for --adaptation tradaboost and ensemble")
      }
      return
    }
    guard let way else { throw ValidationError("--adapt-to needs --adaptation, one of \(Self.names)") }
    guard [.features, .setfit].contains(method) else {
      throw ValidationError(
        "--adapt-to is for --method features and setfit, which learn on vectors, and not for \(method.rawValue)")
    }
    let files = [data] + moreSources + [targetLabelled].compactMap { $0 }
    guard ([adaptTo] + files).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError(
        "- is standard input, which can be read once: give it for one of the data and the files beside it")
    }
    try checkSources(way, files: files)
    if way == .tradaboost, targetLabelled == nil {
      throw ValidationError(
        "--adaptation tradaboost also learns from a few labelled texts of that domain: give them with --target-labelled"
      )
    }
    if ![.tradaboost, .ensemble].contains(way), targetLabelled != nil {
      throw ValidationError("--target-labelled is for --adaptation tradaboost and ensemble, not \(way.rawValue)")
    }
  }

  /// - Parameter files: All with labels.
  private func checkSources(_ way: Adaptation, files: [String]) throws {
    guard way == .ensemble else {
      guard moreSources.isEmpty else {
        throw ValidationError(
          "--source is for --adaptation ensemble: \(way.rawValue) takes one source, such as all labelled texts in one file"
        )
      }
      return
    }
    guard !moreSources.isEmpty else {
      throw ValidationError("--adaptation ensemble weights several sources: give more of them with --source")
    }
    if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
      throw ValidationError("\(twice) is given twice: a source alone counts as much, and texts to weight by are others")
    }
  }
}
