import BertHub
import Foundation
import Testing

@Suite struct HubConfigurationTests {
  @Test func `The environment decides as it does for Hugging Face's libraries`() throws {
    let plain = HubConfiguration.fromEnvironment(["HOME": "/home/x"])
    #expect(plain.endpoint.absoluteString == "https://huggingface.co")
    #expect(plain.token == nil)
    #expect(plain.huggingFaceCache.path == "/home/x/.cache/huggingface/hub")
    #if os(Linux)
      #expect(plain.cacheDirectory.path == "/home/x/.cache/bertft")
    #endif
    #expect(plain.offline == false)
    #expect(plain.python == "python3")

    let set = HubConfiguration.fromEnvironment([
      "HOME": "/home/x", "HF_ENDPOINT": "http://mirror:8080/", "HF_HOME": "/hf", "HF_TOKEN": " t\n",
      "HF_HUB_OFFLINE": "1", "BERTFT_CACHE": "/c", "BERTFT_PYTHON": "/p",
    ])
    #expect(set.endpoint.host == "mirror")
    #expect(set.token == "t")
    #expect(set.huggingFaceCache.path == "/hf/hub")
    #expect(set.cacheDirectory.path == "/c")
    #expect(set.offline)
    #expect(set.python == "/p")
    #expect(HubConfiguration.fromEnvironment(["SSL_CERT_FILE": "/ca.pem"]).certificates?.path == "/ca.pem")

    #expect(HubConfiguration.fromEnvironment(["HF_HUB_CACHE": "/h", "HF_HOME": "/hf"]).huggingFaceCache.path == "/h")
    #expect(
      HubConfiguration.fromEnvironment(["HOME": "/x", "HF_HOME": ""]).huggingFaceCache.path
        == "/x/.cache/huggingface/hub")
    #if os(Linux)
      #expect(HubConfiguration.fromEnvironment(["XDG_CACHE_HOME": "/xdg"]).cacheDirectory.path == "/xdg/bertft")
    #endif
  }

  @Test func `A stored token is read`() throws {
    let fixture = try Fixture()
    try fixture.write(Data("hf_stored\n".utf8), "token")
    #expect(HubConfiguration.fromEnvironment(["HF_HOME": fixture.directory.path]).token == "hf_stored")
  }
}
