import BertFT
import Foundation
import Testing
import _TestSupport

/// A classifier that learns from labels in one language and answers in another.
@Suite struct CrossLanguageTests {
  private static let english = """
    text,label
    The soup was delicious,pos
    I love this hotel,pos
    A wonderful film with superb actors,pos
    The staff were kind and helpful,pos
    Excellent quality at a fair price,pos
    We will gladly come again,pos
    The soup was cold and bland,neg
    I hate this hotel,neg
    A boring film with wooden actors,neg
    The staff were rude and slow,neg
    Poor quality and far too dear,neg
    We will never come again,neg

    """
  /// No word of these stands in those.
  private static let portuguese = """
    text,label
    A comida estava deliciosa,pos
    Recomendo este restaurante a todos,pos
    Adorei o livro,pos
    O quarto era sujo e barulhento,neg
    O telefone avariou ao fim de dois dias,neg
    Uma história aborrecida e sem graça,neg

    """

  @Test(.enabled(if: RealData.hasModel("multilingual-e5-small-enpt")))
  func `Labels in English teach a multilingual encoder Portuguese`() throws {
    let folder = try Folder(), cache = ["BERTFT_CACHE": HubConfiguration.fromEnvironment().cacheDirectory.path]
    let training = try folder.write(Self.english, as: "english.csv")
    let texts = try folder.write(Self.portuguese, as: "portuguese.csv"), bundle = folder.path("bundle")
    let trained = try Program.run(
      [
        "train", training, "--method", "features", "--model", "multilingual-e5-small-enpt", "--validation", "0",
        "--out",
        bundle, "--offline", "--quiet", "--feature-cache", "0",
      ], environment: cache)
    #expect(trained.status == 0, "\(trained)")
    let outcome = try Program.run(["evaluate", bundle, texts, "--json", "--quiet"], environment: cache)
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome)")
    #expect(try #require(result["accuracy"] as? Double) == 1)
  }
}
