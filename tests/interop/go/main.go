// An HBONE peer on the HTTP/2 of Go (golang.org/x/net/http2) and its crypto/tls. See ../README.md for its use.
package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"
)

var (
	certs         = flag.String("certs", "", "folder with cert.pem, key.pem and ca.pem")
	listen        = flag.String("listen", "127.0.0.1:0", "where to serve")
	to            = flag.String("to", "", "where to connect")
	authority     = flag.String("authority", "echo.sample:80", "what to ask for in double tunnels, in both layers")
	expect        = flag.String("expect", "", "the identity that the peer must have")
	streams       = flag.Int("streams", 4, "tunnels at once")
	size          = flag.Int("bytes", 4<<20, "bytes each way")
	noCertificate = flag.Bool("no-certificate", false, "show no certificate")
)

func main() {
	verb := os.Args[1]
	flag.CommandLine.Parse(os.Args[2:])
	time.AfterFunc(30*time.Second, func() { say(fact{"error": "timed out"}); os.Exit(2) })
	var err error
	switch verb {
	case "serve":
		err = serve()
	case "client":
		err = client(flag.Args())
	case "double":
		err = double()
	default:
		err = fmt.Errorf("unknown verb %s", verb)
	}
	if err != nil {
		say(fact{"refused": err.Error()})
	}
}

// A fact is one line of what is said.
type fact map[string]any

var saying sync.Mutex

func say(what fact) {
	line, _ := json.Marshal(what)
	saying.Lock()
	defer saying.Unlock()
	fmt.Println(string(line))
}

func secure() (*tls.Config, error) {
	pem, err := os.ReadFile(*certs + "/ca.pem")
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{
		MinVersion: tls.VersionTLS13,
		NextProtos: []string{"h2"},
		RootCAs:    roots,
		ClientCAs:  roots,
		ClientAuth: tls.RequireAndVerifyClientCert,
		// Whose name it is does not count; the chain is verified below.
		InsecureSkipVerify: true,
		VerifyConnection:   func(state tls.ConnectionState) error { return verify(state, roots) },
	}
	if !*noCertificate {
		pair, err := tls.LoadX509KeyPair(*certs+"/cert.pem", *certs+"/key.pem")
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

func verify(state tls.ConnectionState, roots *x509.CertPool) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("no certificate")
	}
	intermediates := x509.NewCertPool()
	for _, certificate := range state.PeerCertificates[1:] {
		intermediates.AddCert(certificate)
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	if _, err := state.PeerCertificates[0].Verify(options); err != nil {
		return err
	}
	if id := identity(state); *expect != "" && id != *expect {
		return fmt.Errorf("the peer is %s", id)
	}
	return nil
}

func identity(state tls.ConnectionState) string {
	for _, uri := range state.PeerCertificates[0].URIs {
		return uri.String()
	}
	return ""
}

func random(count int) []byte {
	data := make([]byte, count)
	rand.Read(data)
	return data
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
