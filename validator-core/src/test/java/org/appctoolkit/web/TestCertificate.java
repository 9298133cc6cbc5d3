package org.appctoolkit.web;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate of a server and that of its authority, made for one test. */
final class TestCertificate {
  private static final char[] PASSWORD = "test".toCharArray();

  private final KeyPair keys;
  private final X509Certificate authority;
  private final X509Certificate certificate;

  private TestCertificate(KeyPair keys, X509Certificate authority, X509Certificate certificate) {
    this.keys = keys;
    this.authority = authority;
    this.certificate = certificate;
  }

  static TestCertificate forHosts(String... hosts) {
    return make(Instant.now().plus(Duration.ofDays(1)), List.of(hosts));
  }

  static TestCertificate expiredForHosts(String... hosts) {
    return make(Instant.now().minus(Duration.ofDays(1)), List.of(hosts));
  }

  private static TestCertificate make(Instant end, List<String> hosts) {
    try {
      KeyPair ofAuthority = keys();
      KeyPair keys = keys();
      GeneralName[] names =
          hosts.stream()
              .map(
                  host ->
                      new GeneralName(
                          host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName,
                          host))
              .toArray(GeneralName[]::new);
      X500Name authority = new X500Name("CN=authority");
      Instant later = Instant.now().plus(Duration.ofDays(2));
      return new TestCertificate(
          keys,
          signed(
              builder(later, authority, authority, ofAuthority)
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
              ofAuthority),
          signed(
              builder(end, authority, new X500Name("CN=server"), keys)
                  .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names)),
              ofAuthority));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      Instant end, X500Name issuer, X500Name subject, KeyPair keys) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(end.minus(Duration.ofDays(10))),
        Date.from(end),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair authority)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
  }

  /** The authority as a file. */
  byte[] pem() {
    try {
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
      return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a server with this certificate needs. */
  SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "test", keys.getPrivate(), PASSWORD, new Certificate[] {certificate, authority});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
