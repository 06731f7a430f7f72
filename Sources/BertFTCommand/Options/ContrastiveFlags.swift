import ArgumentParser
import BertFT

/// What `bertft adapt` teaches an encoder.
enum AdaptationObjective: String, ExpressibleByArgument, CaseIterable {
  /// Masked tokens of texts.
  case masked
  /// Vectors, from pairs of texts.
  case contrastive
  /// A number for a pair of texts, from pairs of texts.
  case reranker
}

/// How an encoder learns from pairs of texts.
struct ContrastiveFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --objective contrastive: what cosines are multiplied by before they are compared. (default: 20)",
      valueName: "f"))
  var scale: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --objective contrastive: numbers of dimensions, such as 384,128,64; so many of the first are learnt to serve as a vector by themselves.",
      valueName: "n,n"))
  var matryoshka: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --objective contrastive and reranker: find so many texts for each row that are like what is asked and do not belong to it, by the encoder's vectors, and learn from them.",
      valueName: "n"))
  var hardNegatives: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For --hard-negatives: how much below the cosine of what belongs to it theirs must be, as a share. (default: 0.05)",
      valueName: "share"))
  var negativeMargin: Double?

  /// Refuses options of other objectives.
  ///
  /// - Parameters:
  ///   - objective: The objective of the run.
  ///   - ofMasked: The given flags that do not go with pairs of texts.
  /// - Throws: `ValidationError`.
  func check(_ objective: AdaptationObjective, ofMasked: [String]) throws {
    let ofVectors = [scale.map { _ in "--scale" }, matryoshka.map { _ in "--matryoshka" }].compactMap { $0 }
    let ofPairs = [
      hardNegatives.map { _ in "--hard-negatives" }, negativeMargin.map { _ in "--negative-margin" },
    ].compactMap { $0 }
    if objective != .contrastive, let first = ofVectors.first {
      throw ValidationError("\(first) is for --objective contrastive")
    }
    guard objective != .masked else {
      if let first = ofPairs.first { throw ValidationError("\(first) is for --objective contrastive or reranker") }
      return
    }
    if let first = ofMasked.first { throw ValidationError("\(first) is for --objective masked") }
    guard hardNegatives != nil || negativeMargin == nil else {
      throw ValidationError("--negative-margin is for --hard-negatives")
    }
    _ = try dimensions
  }

  /// The options for vectors.
  ///
  /// - Throws: `ValidationError` for dimensions that are not numbers.
  var options: ContrastiveOptions {
    get throws {
      var options = ContrastiveOptions()
      if let scale { options.scale = scale }
      options.dimensions = try dimensions
      options.hardNegatives = hardNegatives
      if let negativeMargin { options.negativeMargin = negativeMargin }
      return options
    }
  }

  /// The options for a reranker.
  var ofReranker: RerankerOptions {
    var options = RerankerOptions()
    if let hardNegatives {
      options.negatives = hardNegatives
      options.areHard = true
    }
    if let negativeMargin { options.negativeMargin = negativeMargin }
    return options
  }

  /// The numbers of `--matryoshka`; nil where it is not given.
  private var dimensions: [Int]? {
    get throws {
      guard let matryoshka else { return nil }
      let numbers = matryoshka.split(separator: ",", omittingEmptySubsequences: false).map {
        Int($0.filter { $0 != " " })
      }
      guard !numbers.contains(nil) else {
        throw ValidationError(
          "--matryoshka \(matryoshka): must be numbers of dimensions with commas between, such as 384,128,64")
      }
      return numbers.compactMap { $0 }
    }
  }
}
