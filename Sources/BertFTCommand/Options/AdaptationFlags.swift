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
      "How: coral, subspace or tca map vectors; odds, kmm, kliep or ulsif weight the labelled texts; tradaboost also learns from --target-labelled.",
      valueName: "way"))
  var adaptation: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("For tradaboost: a few labelled texts of that domain.", valueName: "file"))
  var targetLabelled: String?

  private static let names = Adaptation.allCases.map(\.rawValue).joined(separator: ", ")

  /// The way that is asked for; nil for none.
  ///
  /// - Throws: `ValidationError` for several, and for one that there is not.
  var way: Adaptation? {
    get throws {
      guard let name = adaptation.first else { return nil }
      guard adaptation.count == 1, !name.contains(",") else {
        throw ValidationError("--adaptation takes one of \(Self.names): give one, and train a bundle for each")
      }
      guard let way = Adaptation(rawValue: name) else {
        throw ValidationError("--adaptation \(name) does not exist: give one of \(Self.names)")
      }
      return way
    }
  }

  /// Where the texts of that domain are.
  var sources: TargetSources? {
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
      guard way == nil else {
        throw ValidationError("--adaptation needs --adapt-to, a file of texts of the domain that is to be served")
      }
      guard targetLabelled == nil else { throw ValidationError("--target-labelled is for --adaptation tradaboost") }
      return
    }
    guard let way else { throw ValidationError("--adapt-to needs --adaptation, one of \(Self.names)") }
    guard [.features, .setfit].contains(method) else {
      throw ValidationError(
        "--adapt-to is for --method features and setfit, which learn on vectors, and not for \(method.rawValue)")
    }
    guard adaptTo != "-" || data != "-" else {
      throw ValidationError("--adapt-to - and the data - are both standard input, which can be read once")
    }
    if way == .tradaboost, targetLabelled == nil {
      throw ValidationError(
        "--adaptation tradaboost also learns from a few labelled texts of that domain: give them with --target-labelled"
      )
    }
    if way != .tradaboost, targetLabelled != nil {
      throw ValidationError("--target-labelled is for --adaptation tradaboost, not \(way.rawValue)")
    }
  }
}
