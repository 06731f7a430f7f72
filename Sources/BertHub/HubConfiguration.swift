public import Foundation

/// The sources of models and corpora, and the directories in which they are kept.
public struct HubConfiguration: Sendable {
  /// The URL of the Hub, or of a mirror.
  public var endpoint: URL
  /// The access token, sent to the endpoint's own host and port only.
  public var token: String?
  /// The Hugging Face cache (`…/huggingface/hub`), which is only read.
  public var huggingFaceCache: URL
  /// The cache of this package.
  public var cacheDirectory: URL
  /// Whether connections are forbidden, those of pip included.
  public var offline: Bool
  /// The Python whose pip downloads packages: a name that is searched in `PATH`, or a path.
  public var python: String
  /// An HTTP proxy through which all connections go; nil for none.
  public var proxy: URL?
  /// A file of certificates (PEM) that are trusted instead of the system's; nil for the system's.
  public var certificates: URL?
  /// The seconds to wait for a connection.
  public var connectTimeout: Double = 10
  /// The seconds without a byte after which a transfer is aborted.
  public var idleTimeout: Double = 30
  /// How many attempts in a row may fail without receiving a byte.
  public var attempts: Int = 4
  /// The seconds before the second attempt; doubled for each further one, up to 64 times.
  public var backoff: Double = 0.5

  /// A configuration without a proxy, with the system's certificates.
  /// - Parameters:
  ///   - endpoint: The URL of the Hub, or of a mirror.
  ///   - token: The access token.
  ///   - huggingFaceCache: The Hugging Face cache.
  ///   - cacheDirectory: The cache of this package.
  ///   - offline: Whether connections are forbidden.
  ///   - python: The Python whose pip downloads packages.
  public init(
    endpoint: URL, token: String? = nil, huggingFaceCache: URL, cacheDirectory: URL, offline: Bool = false,
    python: String = "python3"
  ) {
    self.endpoint = endpoint
    self.token = token
    self.huggingFaceCache = huggingFaceCache
    self.cacheDirectory = cacheDirectory
    self.offline = offline
    self.python = python
  }

  /// The configuration in environment variables: `HF_ENDPOINT`, `HF_TOKEN` (or the file `token` in `HF_HOME`, or the
  /// file that `HF_TOKEN_PATH` names), `HF_HUB_CACHE`, `HF_HOME`, `HF_HUB_OFFLINE`, `BERTFT_CACHE`, `XDG_CACHE_HOME`,
  /// `BERTFT_PYTHON`, `SSL_CERT_FILE`, and the usual `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`. An empty
  /// variable counts as unset.
  public static func fromEnvironment(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> HubConfiguration {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    func directory(_ name: String) -> URL? {
      value(name).map { URL(fileURLWithPath: ($0 as NSString).expandingTildeInPath, isDirectory: true) }
    }
    let home = directory("HOME") ?? FileManager.default.homeDirectoryForCurrentUser
    let userCache = directory("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache", isDirectory: true)
    #if os(macOS)
      let ownCache = home.appendingPathComponent("Library/Caches", isDirectory: true)
    #else
      let ownCache = userCache
    #endif
    let huggingFace = directory("HF_HOME") ?? userCache.appendingPathComponent("huggingface", isDirectory: true)
    let tokenFile = directory("HF_TOKEN_PATH") ?? huggingFace.appendingPathComponent("token")
    let stored = try? String(contentsOf: tokenFile, encoding: .utf8)
    let token = (value("HF_TOKEN") ?? stored)?.trimmingCharacters(in: .whitespacesAndNewlines)
    let publicHub = URL(string: "https://huggingface.co") ?? URL(fileURLWithPath: "/")
    let endpoint = value("HF_ENDPOINT").flatMap(URL.init(string:)) ?? publicHub
    var configuration = HubConfiguration(
      endpoint: endpoint,
      token: token.flatMap { $0.isEmpty ? nil : $0 },
      huggingFaceCache: directory("HF_HUB_CACHE") ?? huggingFace.appendingPathComponent("hub", isDirectory: true),
      cacheDirectory: directory("BERTFT_CACHE") ?? ownCache.appendingPathComponent("bertft", isDirectory: true),
      offline: ["1", "true", "yes", "on"].contains(value("HF_HUB_OFFLINE")?.lowercased()),
      python: value("BERTFT_PYTHON") ?? "python3")
    configuration.proxy = proxy(for: endpoint, environment)
    configuration.certificates = value("SSL_CERT_FILE").map { URL(fileURLWithPath: $0) }
    return configuration
  }

  /// The proxy in `https_proxy`, `http_proxy` or `all_proxy`, unless `no_proxy` lists the endpoint's host.
  private static func proxy(for endpoint: URL, _ environment: [String: String]) -> URL? {
    func value(_ name: String) -> String? {
      [name, name.uppercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    let host = endpoint.host?.lowercased() ?? ""
    let exceptions = (value("no_proxy") ?? "").lowercased().split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    for exception in exceptions {
      let name = exception.hasPrefix(".") ? String(exception.dropFirst()) : exception
      if name == "*" || host == name || host.hasSuffix("." + name) { return nil }
    }
    let named = value(endpoint.scheme?.lowercased() == "http" ? "http_proxy" : "https_proxy") ?? value("all_proxy")
    return named.flatMap { URL(string: $0.contains("://") ? $0 : "http://" + $0) }
  }
}
