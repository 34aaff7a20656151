// The codes of ISO 639: https://www.loc.gov/standards/iso639-2/php/code_list.php.

extension Language {
    /// The language of a tag that a source or a pipeline declares; `nil` if it is no tag of a language that there is.
    ///
    /// Three letters are believed, since most languages have no others.
    public init?(tag: String) {
        self.init(rawValue: tag)
        let primary = tag.prefix { $0 != "-" && $0 != "_" }
        guard (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy(\.isASCIILetter) else { return nil }
        if rawValue.utf8.count == 2, !Self.known.contains(rawValue) { return nil }
    }

    /// The codes of two letters, sorted.
    public static let codes: [String] = rows.map { String($0[0]) }

    private static let known = Set(codes)

    /// The code of two letters for one of three, or for one that was given up.
    static let shorter: [String: String] = {
        var shorter = ["iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr"]
        // Members of languages whose code is the one in use, as corpora name them.
        for (long, short) in [("cmn", "zh"), ("arb", "ar"), ("pes", "fa"), ("fil", "tl")] { shorter[long] = short }
        for row in rows { for long in row.dropFirst() { shorter[String(long)] = String(row[0]) } }
        return shorter
    }()

    /// The code of two letters, and those of three: of the language's own name, then of the English one if that differs.
    private static let rows = table.split(separator: "\n").flatMap { line in
        line.split(separator: ";").map { $0.split(separator: " ") }
    }

    private static let table = """
        aa aar;ab abk;ae ave;af afr;ak aka;am amh;an arg;ar ara;as asm;av ava;ay aym;az aze
        ba bak;be bel;bg bul;bi bis;bm bam;bn ben;bo bod tib;br bre;bs bos
        ca cat;ce che;ch cha;co cos;cr cre;cs ces cze;cu chu;cv chv;cy cym wel
        da dan;de deu ger;dv div;dz dzo
        ee ewe;el ell gre;en eng;eo epo;es spa;et est;eu eus baq
        fa fas per;ff ful;fi fin;fj fij;fo fao;fr fra fre;fy fry
        ga gle;gd gla;gl glg;gn grn;gu guj;gv glv
        ha hau;he heb;hi hin;ho hmo;hr hrv;ht hat;hu hun;hy hye arm;hz her
        ia ina;id ind;ie ile;ig ibo;ii iii;ik ipk;io ido;is isl ice;it ita;iu iku
        ja jpn;jv jav
        ka kat geo;kg kon;ki kik;kj kua;kk kaz;kl kal;km khm;kn kan;ko kor;kr kau;ks kas;ku kur;kv kom;kw cor;ky kir
        la lat;lb ltz;lg lug;li lim;ln lin;lo lao;lt lit;lu lub;lv lav
        mg mlg;mh mah;mi mri mao;mk mkd mac;ml mal;mn mon;mr mar;ms msa may;mt mlt;my mya bur
        na nau;nb nob;nd nde;ne nep;ng ndo;nl nld dut;nn nno;no nor;nr nbl;nv nav;ny nya
        oc oci;oj oji;om orm;or ori;os oss
        pa pan;pi pli;pl pol;ps pus;pt por
        qu que
        rm roh;rn run;ro ron rum;ru rus;rw kin
        sa san;sc srd;sd snd;se sme;sg sag;si sin;sk slk slo;sl slv;sm smo;sn sna;so som;sq sqi alb;sr srp;ss ssw;st sot
        su sun;sv swe;sw swa
        ta tam;te tel;tg tgk;th tha;ti tir;tk tuk;tl tgl;tn tsn;to ton;tr tur;ts tso;tt tat;tw twi;ty tah
        ug uig;uk ukr;ur urd;uz uzb
        ve ven;vi vie;vo vol
        wa wln;wo wol
        xh xho
        yi yid;yo yor
        za zha;zh zho chi;zu zul
        """
}
