import BertKernels

/// How the vectors of a text's tokens become one vector; the raw values are the names in sentence-transformers.
public enum PoolingMode: String, Sendable, CaseIterable, Codable {
  /// The first token.
  case cls
  /// The largest value of each dimension.
  case max
  /// The mean.
  case mean
  /// The sum divided by the root of the number of tokens.
  case meanSquareRootLength = "mean_sqrt_len_tokens"
  /// The mean with weights 1, 2, 3, … along the text (Muennighoff, arXiv 2202.08904).
  case weightedMean = "weightedmean"
  /// The last token.
  case lastToken = "lasttoken"

  /// The reduction that computes it.
  var reduction: TokenPooling {
    switch self {
    case .cls: .first
    case .max: .maximum
    case .mean: .mean
    case .meanSquareRootLength: .meanSquareRootLength
    case .weightedMean: .positionWeightedMean
    case .lastToken: .last
    }
  }
}
