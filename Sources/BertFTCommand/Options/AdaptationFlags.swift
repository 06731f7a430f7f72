import ArgumentParser
import BertFT

/// Options for a target domain: the domain that the classifier will serve, whose texts differ from the labelled ones.
struct AdaptationFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --method features, setfit and finetune: texts of the domain that the classifier is to serve. Their labels are not read. A file for --test is then of that domain too, and measures what it brought.",
      valueName: "file"))
  var adaptTo: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How. With features and setfit: coral, subspace or tca map vectors; odds, kmm, kliep or ulsif weight the labelled texts; tradaboost also learns from --target-labelled; ensemble weights several sources, and is the default where there is --source. With finetune, which trains twice to tell what it brought, one or several joined by commas: mlm learns from masked tokens of those texts, first alone and then beside the task; dann confuses a classifier of the domain, deep-coral and mmd bring the vectors of both domains together, weights weights the labelled texts.",
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
      "For --adaptation dann, deep-coral and mmd: what bringing the domains together counts beside the task. (default: 1)",
      valueName: "w"))
  var adaptationWeight: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --adaptation mlm: passes over those texts by masked tokens alone, before the task is learnt. (default: \(TrainingOptions.usualTargetEpochs), or 0 where --model is an encoder that bertft adapt wrote)",
      valueName: "n"))
  var targetEpochs: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For tradaboost and ensemble: a few labelled texts of the domain that is to be served. With --method finetune nothing learns from them: they measure what the adaptation brought.",
      valueName: "file"))
  var targetLabelled: String?

  private static let names = Adaptation.allCases.map(\.rawValue).joined(separator: ", ")
  private static let deepNames = DeepAdaptation.allCases.map(\.rawValue).joined(separator: ", ")
  private static let allNames = "\(names) (--method features, setfit) and \(deepNames) (--method finetune)"

  /// The values of `--adaptation`, split at commas.
  private var asked: [String] {
    adaptation.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The adaptation of vectors that is asked for; nil for none.
  ///
  /// - Throws: `ValidationError` for several, and for an unknown name.
  var way: Adaptation? {
    get throws {
      guard try deepWays == nil else { return nil }
      guard let name = asked.first else { return moreSources.isEmpty ? nil : .ensemble }
      guard asked.count == 1 else {
        throw ValidationError(
          "--adaptation takes one of \(Self.names): give one, and train a bundle for each; \(Self.deepNames) can be joined"
        )
      }
      return Adaptation(rawValue: name)
    }
  }

  /// The adaptations of the encoder that are asked for; nil for none.
  ///
  /// - Throws: `ValidationError` for an unknown name, and for a name given twice.
  var deepWays: [DeepAdaptation]? {
    get throws {
      for name in asked where Adaptation(rawValue: name) == nil && DeepAdaptation(rawValue: name) == nil {
        throw ValidationError("--adaptation \(name) does not exist: give one of \(Self.allNames)")
      }
      let ways = asked.compactMap(DeepAdaptation.init(rawValue:))
      guard !ways.isEmpty, ways.count == asked.count else { return nil }
      guard Set(ways).count == ways.count else { throw ValidationError("--adaptation names one way twice") }
      // The order of the names has no effect on the bundle.
      return DeepAdaptation.allCases.filter(ways.contains)
    }
  }

  /// Sets the training options.
  ///
  /// - Throws: `ValidationError` for names that are unknown or do not go together.
  func apply(to options: inout TrainingOptions) throws {
    options.adaptation = try way
    options.deepAdaptations = try deepWays
    options.adaptationWeight = adaptationWeight
    options.targetEpochs = targetEpochs
  }

  /// The sources of more labelled texts.
  var sources: [DataSource] { moreSources.map(DataSource.init(argument:)) }

  /// The sources of the target domain's texts; nil where there is none.
  var target: TargetSources? {
    adaptTo.map {
      TargetSources(texts: DataSource(argument: $0), labelled: targetLabelled.map(DataSource.init(argument:)))
    }
  }

  /// Refuses options that do not go together.
  ///
  /// - Parameters:
  ///   - method: The training method.
  ///   - data: The data argument, a file or `-`.
  /// - Throws: `ValidationError`.
  func check(_ method: TrainingMethod, data: String) throws {
    let way = try way, deepWays = try deepWays
    guard let adaptTo else {
      guard moreSources.isEmpty else {
        throw ValidationError(
          "--source needs --adapt-to, a file of texts of the domain that is to be served: the sources are weighted by their similarity to it"
        )
      }
      guard way == nil, deepWays == nil else {
        throw ValidationError("--adaptation needs --adapt-to, a file of texts of the domain that is to be served")
      }
      guard targetLabelled == nil else {
        throw ValidationError("--target-labelled is for --adaptation tradaboost, ensemble, \(Self.deepNames)")
      }
      guard adaptationWeight == nil else {
        throw ValidationError("--adaptation-weight is for --adaptation \(Self.weighed)")
      }
      guard targetEpochs == nil else { throw ValidationError("--target-epochs is for --adaptation mlm") }
      return
    }
    guard way != nil || deepWays != nil else {
      throw ValidationError("--adapt-to needs --adaptation, one of \(Self.allNames)")
    }
    if deepWays != nil, method != .finetune {
      throw ValidationError(
        "--adaptation \(asked.joined(separator: ",")) changes the encoder: give --method finetune, not \(method.rawValue)"
      )
    }
    if way != nil, ![.features, .setfit].contains(method) {
      throw ValidationError(
        "--adaptation \(Self.names) is for --method features and setfit, which learn on vectors, and not for \(method.rawValue); "
          + "\(Self.deepNames) are for finetune")
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
    if let way, ![.tradaboost, .ensemble].contains(way), targetLabelled != nil {
      throw ValidationError(
        "--target-labelled is for --adaptation tradaboost and ensemble, and for --method finetune, not \(way.rawValue)")
    }
    if adaptationWeight != nil, deepWays.map({ Set($0).isSubset(of: [.weights, .mlm]) }) ?? true {
      throw ValidationError("--adaptation-weight is for --adaptation \(Self.weighed)")
    }
    if targetEpochs != nil, deepWays?.contains(.mlm) != true {
      throw ValidationError("--target-epochs is for --adaptation mlm")
    }
  }

  /// - Parameters:
  ///   - way: The adaptation of vectors.
  ///   - files: All files with labels.
  /// - Throws: `ValidationError` for `--source` without `ensemble` and the reverse, and for a file given twice.
  private func checkSources(_ way: Adaptation?, files: [String]) throws {
    guard way == .ensemble else {
      guard moreSources.isEmpty else {
        throw ValidationError(
          "--source is for --adaptation ensemble: \(asked.joined(separator: ",")) takes one source, such as all labelled texts in one file"
        )
      }
      return
    }
    guard !moreSources.isEmpty else {
      throw ValidationError("--adaptation ensemble weights several sources: give more of them with --source")
    }
    if let twice = files.first(where: { file in files.count { $0 == file } > 1 }) {
      throw ValidationError("\(twice) is given twice: give each source once, and other texts for --target-labelled")
    }
  }

  private static let weighed = "dann, deep-coral and mmd"
}
